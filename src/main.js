/**
 * The program. Node's compile cache is turned on before anything else loads: every start but the first is much quicker. That
 * is all there is here, and it is JavaScript, so that such a start does not load what takes types out of TypeScript, 13 MB.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache(new URL('../node_modules/.cache/stytch-graphql', import.meta.url).pathname);
await import('./start.ts');
