import { hostName } from '../http/allowed-hosts.ts';
import { DEFAULT_VERTICAL, VERTICAL_NAMES } from '../vertical/vertical.ts';
import { startSandboxFor } from './by-vertical.ts';

const stop = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const kind = process.env['STYTCH_VERTICAL'] || DEFAULT_VERTICAL;
const vertical =
  VERTICAL_NAMES.find((name) => name === kind) ?? stop(`STYTCH_VERTICAL must be ${VERTICAL_NAMES.join(' or ')}.`);
const text = process.env['SANDBOX_PORT'] || '4010';
const port = Number(text);
if (!/^\d+$/.test(text) || port > 65_535) stop('SANDBOX_PORT must be a number from 0 to 65535.');
const hosts = (process.env['ALLOWED_HOSTS'] || 'localhost').split(',').map((host) => host.trim());
if (!hosts.every((host) => hostName.test(host))) stop('ALLOWED_HOSTS must be hosts joined by commas.');

try {
  const { origin, projectId, secret } = await startSandboxFor(vertical, { port, hosts });
  console.log(`Stytch sandbox   ${origin}
project id       ${projectId}
secret           ${secret}
ids, credentials ${origin}/sandbox/world
mail and texts   ${origin}/sandbox/outbox`);
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') stop(`Port ${port} is in use; set SANDBOX_PORT to a free one.`);
  if (code === 'EACCES') stop(`Port ${port} may not be opened; set SANDBOX_PORT to one above 1023.`);
  throw error;
}
