/**
 * A newcomer: starts the gateway as `npm start` does, with no setting but free ports, and sends what a page prints. The
 * gateway runs in this process, with a clock that can be advanced; test/start.test.ts starts the program itself.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, vi } from 'vitest';
import { assemble } from '../../src/process/assemble.ts';
import { readConfig } from '../../src/process/config.ts';
import { addressOf } from '../../src/process/listen-fault.ts';
import { freePort } from '../port.ts';
import { openConsole } from './console.ts';
import type { Command, Console, Request, Step } from './page.ts';
import { expectation, filled, filledJson, type Values } from './placeholder.ts';

const root = join(import.meta.dirname, '../..');
const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`;
const run = promisify(execFile);

export interface Newcomer {
  play(step: Step): Promise<void>;
  close(): Promise<void>;
}

/** A kind of project, as a page of stories describes it. */
export interface StoryKind {
  /** Settings with which the page tells its reader to start the gateway. */
  readonly env: Readonly<Record<string, string>>;
  /** Callers, with the text that `npm start` prints before and after the token of each. */
  readonly callers: Readonly<Record<string, RegExp>>;
  /** Callers whose tokens appear in pages as `<session token of ...>`, by the text in place of the dots. */
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
 * @param prelude shell code that runs before each command, such as functions that the page defines
 */
export async function createNewcomer({ env, callers, tokens: shown }: StoryKind, prelude = ''): Promise<Newcomer> {
  const ports = { 4000: await freePort(), 4010: await freePort() };
  // No page shows log lines, so only errors are logged.
  const settings = { PORT: `${ports[4000]}`, SANDBOX_PORT: `${ports[4010]}`, LOG_LEVEL: 'error', ...env };
  vi.useFakeTimers({ toFake: ['Date'], shouldAdvanceTime: true, now: Date.now() });
  const config = readConfig(settings);
  const { gateway, welcome, warm, close } = await assemble(config, () => true);
  const server = gateway.createServer().listen(config.port, config.host);
  await once(server, 'listening');
  await warm();
  const origin = `http://${config.host}:${config.port}`;
  const printed = welcome(addressOf(config.host, config.port));

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
    vi.setSystemTime(Date.now() + step.seconds * 1_000);
  };

  return {
    play,
    close: async () => {
      await (await browser)?.close();
      server.close();
      server.closeAllConnections();
      await close();
      vi.useRealTimers();
    },
  };
}
