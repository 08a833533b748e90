/**
 * Ends the process with one line if Node is too old. JavaScript that Node 12 can parse, without imports: it runs before
 * anything that an older Node cannot load.
 */
const OLDEST = 24;

if (Number(process.versions.node.split('.')[0]) < OLDEST) {
  process.stderr.write(`Node ${OLDEST} or newer is required; this is Node ${process.versions.node}.\n`);
  process.exit(1);
}
