/** A newcomer: starts the gateway as `npm start` does, with no setting but free ports, and sends what a page prints. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { expect } from 'vitest';
import { freePort } from '../port.ts';
import { openConsole } from './console.ts';
import type { Command, Console, Request, Step } from './page.ts';
import { expectation, filled, filledJson, type Values } from './placeholder.ts';

const root = join(import.meta.dirname, '../..');
const { scripts } = v.parse(
  v.object({ scripts: v.object({ start: v.string() }) }),
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')),
);
const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`;
const run = promisify(execFile);

/** Milliseconds for a gateway to become ready. */
const START_TIMEOUT_MS = 120_000;

export interface Newcomer {
  play(step: Step): Promise<void>;
  close(): Promise<void>;
}

/** A kind of project, as a page of stories has it. */
export interface StoryKind {
  /** The settings that the page tells its reader to start with. */
  readonly env: Readonly<Record<string, string>>;
  /** Who sends requests, with what `npm start` prints before and after the token of each. */
  readonly callers: Readonly<Record<string, RegExp>>;
  /** Callers whose tokens pages hold as `<session token of ...>`, by what stands in the place of the dots. */
  readonly tokens: Readonly<Record<string, string>>;
}

export const b2b: StoryKind = {
  env: {},
  callers: { Member: /^ {4}member +(\S+)/m, Admin: /^ {4}admin +(\S+)/m, Server: /^ {4}server +(\S+)/m },
  tokens: { 'the member': 'Member', 'the admin': 'Admin' },
};

export const consumer: StoryKind = {
  env: { STYTCH_VERTICAL: 'consumer' },
  callers: {
    Ada: /^ {4}user +(\S+) +Ada Lovelace/m,
    Ben: /^ {4}user +(\S+) +Ben Okafor/m,
    Server: /^ {4}server +(\S+)/m,
  },
  tokens: { Ada: 'Ada', Ben: 'Ben' },
};

/**
 * Starts a gateway with a sandbox.
 *
 * @param prelude commands of the shell that hold before each command, such as functions that the page defines
 */
export async function createNewcomer({ env, callers, tokens: shown }: StoryKind, prelude = ''): Promise<Newcomer> {
  const ports = { 4000: await freePort(), 4010: await freePort() };
  const [, ...args] = scripts.start.split(' ');
  const child = spawn(process.execPath, ['--import', join(import.meta.dirname, 'clock.js'), ...args], {
    cwd: root,
    env: { PATH, PORT: String(ports[4000]), SANDBOX_PORT: String(ports[4010]), ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let printed = '';
  for (const output of [child.stdout, child.stderr]) {
    output?.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
  }
  const origin = `http://127.0.0.1:${ports[4000]}`;
  const isReady = () =>
    fetch(`${origin}/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  for (const began = Date.now(); !(await isReady()); await delay(50)) {
    if (child.exitCode !== null || Date.now() - began > START_TIMEOUT_MS) throw new Error(`not ready:\n${printed}`);
  }

  /** The tokens as `npm start` prints them. */
  const tokens = new Map([['Visitor', '']]);
  for (const [caller, line] of Object.entries(callers)) {
    const [, token] = line.exec(printed) ?? [];
    if (!token) throw new Error(`no token of ${caller} is printed:\n${printed}`);
    tokens.set(caller, token);
  }
  const values: Values = new Map(
    Object.entries(shown).map(([name, caller]) => [`session token of ${name}`, tokens.get(caller) ?? '']),
  );
  const withPorts = (text: string) =>
    text.replaceAll(
      /(localhost|127\.0\.0\.1):(4000|4010)\b/g,
      (_, host, port) => `${host}:${port === '4000' ? ports[4000] : ports[4010]}`,
    );
  const compare = (actual: unknown, expected: string, where: string) => {
    const wanted: unknown = JSON.parse(withPorts(expected));
    expect(actual, where).toEqual(expectation(wanted, actual, values));
  };

  const request = async ({ line, caller, token, document, variables, response }: Request) => {
    const bearer = token === undefined ? tokens.get(caller) : filled(`<${token}>`, values);
    if (bearer === undefined) throw new Error(`Line ${line}: ${caller} has no token.`);
    const answer = await fetch(`${origin}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(bearer === '' ? {} : { authorization: `Bearer ${bearer}` }),
      },
      body: JSON.stringify({ query: document, variables: JSON.parse(filledJson(variables, values)) }),
    });
    compare(await answer.json(), response, `line ${line}, ${caller}`);
  };

  const command = async ({ line, command: text, output }: Command) => {
    const script = `${withPorts(prelude)}\n${withPorts(filled(text, values))}`;
    const { stdout } = await run('bash', ['-c', script], { cwd: root, env: { PATH } });
    if (/^[{[]/.test(output)) compare(JSON.parse(stdout), output, `line ${line}`);
    else expect(stdout.trim(), `line ${line}`).toBe(expectation(output.trim(), stdout.trim(), values));
  };

  let browser: ReturnType<typeof openConsole> | undefined;
  const type = async ({ line, address, script, output }: Console) => {
    browser ??= openConsole();
    const { evaluate } = await browser;
    compare(await evaluate(withPorts(address), withPorts(filledJson(script, values))), output, `line ${line}`);
  };

  const play = async (step: Step): Promise<void> => {
    if (step.kind === 'command') return command(step);
    if (step.kind === 'console') return type(step);
    if (step.kind === 'request') {
      for (let time = 1; time <= step.times; time += 1) await request(step);
      return;
    }
    child.send(step.seconds * 1_000);
    await once(child, 'message');
  };

  return {
    play,
    close: async () => {
      await (await browser)?.close();
      const ended = once(child, 'exit');
      // As by Ctrl-C: a process that is killed does not keep what it has compiled for the next.
      child.kill('SIGINT');
      await ended;
    },
  };
}
