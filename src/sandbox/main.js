/** The sandbox as a program of its own; see main.ts. An old Node is told which one is needed. */
import '../node-version.js';

import('./main.ts');
