/** The command line of the program. main.js calls it. */
import manifest from '../../package.json' with { type: 'json' };
import { ConfigError } from './config-error.ts';
import type { OnSignal } from './shutdown.ts';

const HELP = `Usage: stytch-graphql [sandbox] [--help] [--version]

  stytch-graphql           serves GraphQL over the Stytch project of STYTCH_PROJECT_ID and STYTCH_SECRET,
                           or over its own sandbox if they are not set: no account, no network
  stytch-graphql sandbox   serves only the sandbox, a local Stytch API for any Stytch client

Settings are environment variables, such as PORT; docs/configuration.md lists them.
`;

/**
 * Runs a command. A ConfigError ends the process with code 1 and one line per fault.
 *
 * @param onSignal replaces the handler of SIGTERM and SIGINT; the default handler exits the process
 */
export async function runCommand(words: readonly string[], onSignal: OnSignal): Promise<void> {
  try {
    process.stdout.write(await sayOrStart(words, onSignal));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** What is printed once the program listens: its version, then where it listens and what to send. */
const listens = (text: string): string => `${manifest.name} ${manifest.version} listens\n${text}`;

async function sayOrStart([word, ...others]: readonly string[], onSignal: OnSignal): Promise<string> {
  const unknown = others[0] ?? word;
  if (others.length === 0) {
    if (word === undefined) return listens(await (await import('./start.ts')).start(process.env, onSignal));
    if (word === 'sandbox') return listens(await (await import('./sandbox.ts')).startSandboxAlone(process.env));
    if (word === '--help' || word === '-h') return HELP;
    if (word === '--version' || word === '-v') return `${manifest.version}\n`;
  }
  throw new ConfigError(`Unknown argument: ${unknown}. Run stytch-graphql --help for usage.`);
}
