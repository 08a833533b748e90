/** Programs that a test starts and calls over HTTP. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

/** A program that is running or has ended. */
export interface Program {
  /** Its whole output. */
  readonly printed: () => string;
  /** Its exit code; null while it runs. */
  readonly code: number | null;
}

/** The environment of a program: only the variables that locate programs. */
const { PATH = '', HOME = '' } = process.env;

type Command = readonly [string, ...string[]];

interface Options {
  cwd: string;
  env?: Readonly<Record<string, string>>;
}

/**
 * Starts a program. `ready` resolves when it has printed `until` or has ended. `ended` is its exit code, -1 after a
 * signal.
 */
export function startProgram(until: RegExp, [name, ...words]: Command, { cwd, env = {} }: Options) {
  // A process group, so that npx or a shell is stopped together with its children.
  const child = spawn(name, words, { cwd, env: { PATH, HOME, ...env }, detached: true });
  let printed = '';
  const seen = new Promise<null>((resolve) => {
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk: Buffer) => {
        printed += chunk;
        if (until.test(printed)) resolve(null);
      });
    }
  });
  const ended = once(child, 'close').then(([code]) => (typeof code === 'number' ? code : -1));
  const ready = Promise.race([seen, ended]).then((code): Program => ({ code, printed: () => printed }));
  return { ready, ended, stop: (signal?: NodeJS.Signals) => endGroup(child, signal) };
}

/** Runs a program until it has printed `until` or has ended. The test stops it at its end. */
export function runUntil(until: RegExp, command: Command, options: Options): Promise<Program> {
  const { ready, stop } = startProgram(until, command, options);
  onTestFinished(() => stop());
  return ready;
}

function endGroup({ pid, exitCode, signalCode }: ChildProcess, signal: NodeJS.Signals = 'SIGKILL'): void {
  if (pid !== undefined && exitCode === null && signalCode === null) process.kill(-pid, signal);
}

/** Runs a program until it ends. */
export const run = (command: Command, options: Options) => runUntil(/(?!)/, command, options);

/** Sends a query as the sandbox's server; returns the whole response. */
export const ask = (url: string, query: string): Promise<unknown> =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
    body: JSON.stringify({ query }),
  }).then((response) => response.json());

export const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
