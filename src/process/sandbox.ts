/** The sandbox as a separate program: `stytch-graphql sandbox`. */
import * as v from 'valibot';
import { startSandboxFor } from '../sandbox/by-vertical.ts';
import { DEFAULT_VERTICAL } from '../vertical/vertical.ts';
import { variables } from './config.ts';
import { ConfigError } from './config-error.ts';
import { listenFault } from './listen-fault.ts';
import { missingPackage } from './missing-package.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts the sandbox. @returns the text for standard output */
export async function startSandboxAlone(environment: Environment): Promise<string> {
  const port = read('SANDBOX_PORT', environment) ?? variables.SANDBOX_PORT[2];
  const host = read('SANDBOX_HOST', environment);
  const hosts = read('ALLOWED_HOSTS', environment);
  const vertical = read('STYTCH_VERTICAL', environment) ?? DEFAULT_VERTICAL;
  const { origin, projectId, secret } = await startSandboxFor(vertical, { host, port, hosts }).catch((error: unknown) =>
    listenFault(missingPackage(error), { host: 'SANDBOX_HOST', port: 'SANDBOX_PORT' }, port),
  );
  return `Stytch sandbox   ${origin}
project id       ${projectId}
secret           ${secret}
ids, credentials ${origin}/sandbox/world
mail and texts   ${origin}/sandbox/outbox
in a browser     ${origin}/sandbox
`;
}

/** Reads one of the settings that the sandbox shares with the gateway. */
function read<Name extends 'SANDBOX_HOST' | 'SANDBOX_PORT' | 'ALLOWED_HOSTS' | 'STYTCH_VERTICAL'>(
  name: Name,
  environment: Environment,
): v.InferOutput<(typeof variables)[Name][0]> | undefined {
  const given = environment[name];
  if (given === undefined || given === '') return undefined;
  const [form, hint] = variables[name];
  const { success, output } = v.safeParse(form, given);
  if (!success) throw new ConfigError(`${name} must be ${hint}.`);
  return output;
}
