/**
 * The program. Node's compile cache is turned on before anything else loads: every start but the first is much quicker. It
 * is JavaScript, so that such a start does not load what takes types out of TypeScript, 13 MB.
 */
import { enableCompileCache } from 'node:module';

enableCompileCache(new URL('../node_modules/.cache/stytch-graphql', import.meta.url).pathname);
// @whatwg-node/server asks whether its Request is the global one, and by the question has Node load its fetch; see node-http.ts.
globalThis.Request = undefined;
await import('./start.ts');
