/**
 * The program. JavaScript that an old Node can parse, so that it says which Node is needed (node-version.js). Node's compile
 * cache is enabled before anything else loads: every start but the first is much quicker, and does not load what removes
 * types from TypeScript, 13 MB.
 */
import './node-version.js';

import('node:module').then(async ({ enableCompileCache }) => {
  enableCompileCache(new URL('../node_modules/.cache/stytch-graphql', import.meta.url).pathname);
  // @whatwg-node/server asks whether its Request is the global one, and by the question has Node load its fetch; see node-http.ts.
  globalThis.Request = undefined;
  await import('./start.ts');
});
