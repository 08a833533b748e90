#!/usr/bin/env node
/**
 * The program, in the repository and in the package. JavaScript that an old Node can parse, so that it says which Node is
 * needed (node-version.js). Node's compile cache is enabled before anything else loads: every start but the first is much
 * quicker, and does not load what removes types from TypeScript, 13 MB.
 */
import './node-version.js';

// These listeners stay. Handlers that are replaced leave a gap, in which the first process of a container, for which the
// kernel has no default action, ignores a signal.
let stop = () => process.exit(0);
process.on('SIGTERM', (signal) => stop(signal));
process.on('SIGINT', (signal) => stop(signal));

const run = async () => {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache(`${import.meta.dirname}/../../node_modules/.cache/stytch-graphql`);
  const { runCommand } = await import('./command.ts');
  await runCommand(process.argv.slice(2), (next) => {
    stop = next;
  });
};

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
