/** Processes of the bench: pinned to a core, and measured from outside. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import * as v from 'valibot';

/** A program to start. */
export interface ProgramSpec {
  file: string;
  arguments: readonly string[];
  environment: Readonly<Record<string, string>>;
}

/** A running program. */
export interface RunningProgram {
  readonly pid: number;
  /** CPU time of all its threads, in microseconds. */
  cpu(): number;
  /** Peak memory, in megabytes. */
  peak(): number;
  /** Current resident memory, in megabytes. */
  resident(): number;
  /** Whether the process is running. */
  alive(): boolean;
  /** Stops the program. Default: SIGKILL. A program that still runs 10 seconds after the signal is killed. */
  stop(signal?: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

const manifest = v.object({ scripts: v.object({ start: v.string() }) });

/** The gateway of a checkout, started like its `npm start`, with these variables. */
export function gatewayProgram(folder: string, environment: ProgramSpec['environment']): ProgramSpec {
  const { start: command } = v.parse(manifest, JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'))).scripts;
  // After `node`: before it may be the shell's `exec`.
  const words = command.replace(/^.*?\bnode /, '').split(' ');
  return {
    file: process.execPath,
    arguments: words.map((word) => (word.startsWith('-') ? word : `${folder}/${word}`)),
    environment,
  };
}

const children = new Set<ChildProcess>();
// Stops all child processes when the bench ends, for whatever reason.
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const threads = (pid: number) => readdirSync(`/proc/${pid}/task`);

/** CPU time is the first figure of `schedstat`, in nanoseconds; `stat` counts only in hundredths of a second. */
const onCore = (pid: number, thread: string): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]);
  } catch {
    // The thread has ended after it was listed.
    return 0;
  }
};

const megabytes = (pid: number, name: string): number =>
  Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/**
 * Starts a program with only these variables.
 *
 * @param core the core that it is pinned to. Default: any core
 */
export function spawnProgram({ file, arguments: words, environment }: ProgramSpec, core?: number): RunningProgram {
  const [command, ...rest] = core === undefined ? [file, ...words] : ['taskset', '-c', String(core), file, ...words];
  const child: ChildProcess = spawn(command ?? file, rest, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], NODE_ENV: 'production', ...environment },
    // Its log is discarded unless BENCH_DEBUG is set, which shows why a program does not start.
    stdio: ['ignore', 'ignore', process.env['BENCH_DEBUG'] ? 'inherit' : 'ignore'],
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  const { pid } = child;
  if (pid === undefined) throw new Error(`${file} could not be started`);
  return {
    pid,
    cpu: () => threads(pid).reduce((sum, thread) => sum + onCore(pid, thread), 0) / 1000,
    peak: () => megabytes(pid, 'VmHWM'),
    resident: () => megabytes(pid, 'VmRSS'),
    alive: () => child.exitCode === null && child.signalCode === null,
    stop: async (signal = 'SIGKILL') => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await once(child, 'exit');
      clearTimeout(late);
    },
  };
}
