/** The program. Node's compile cache is turned on before anything else loads: every start but the first is much quicker. */
import { enableCompileCache } from 'node:module';

enableCompileCache(new URL('../node_modules/.cache/stytch-graphql', import.meta.url).pathname);
await import('./start.ts');
