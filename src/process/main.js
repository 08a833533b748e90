#!/usr/bin/env node
/**
 * The program, in the repository and in the package. JavaScript that an old Node can parse, so that node-version.js can
 * report the required version. Node's compile cache is enabled before other modules load: it shortens every start but
 * the first and saves loading the module that strips TypeScript types (13 MB).
 */
import './node-version.js';

// These listeners stay registered. Replacing a listener leaves a gap in which the first process of a container ignores
// the signal, because the kernel has no default action for that process.
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
