/** The sandbox as a program of its own; see main.ts. An old Node is told which one is needed. */
import '../process/node-version.js';

// The kernel has no default action for the first process of a container.
process.on('SIGTERM', () => process.exit(0));
process.on('SIGINT', () => process.exit(0));

import('./main.ts');
