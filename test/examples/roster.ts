/** `examples/react` as a person uses it: started by its one command, in a real browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { env } from 'node:process';
import { Secret, TOTP } from 'otpauth';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import * as v from 'valibot';
import { startProgram } from '../package/program.ts';
import { freePort } from '../port.ts';
import { examplesWithPackage } from './folder.ts';

const EXECUTABLE = env['CHROMIUM'] ?? '/usr/bin/chromium';

const messages = v.object({
  messages: v.array(v.object({ secret: v.optional(v.string(), ''), link: v.optional(v.string(), '') })),
});
const world = v.object({
  credentials: v.object({ admin_proofs: v.object({ totp: v.object({ secret: v.string() }) }) }),
});

export interface Visitor {
  readonly page: Page;
  /** Errors of the page and its console, except those that a test expects. */
  readonly problems: string[];
}

export interface Roster {
  readonly origin: string;
  /** Path of the examples. */
  readonly folder: string;
  /** Milliseconds from the command until the page's URL is printed. */
  readonly startedIn: number;
  /** Opens a separate browser. */
  readonly visit: (path?: string, options?: BrowserContextOptions) => Promise<Visitor>;
  readonly newest: (to: string) => Promise<{ readonly secret: string; readonly link: string }>;
  /** The current passcode of the admin's authenticator app. */
  readonly adminsCode: () => Promise<string>;
  /** Makes calls to Stytch fail; without an argument, stops this. */
  readonly fail: (operation?: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** The passcode of an authenticator app at a time. */
export const codeOf = (secret: string, timestamp = Date.now()): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });

export async function startRoster(): Promise<Roster> {
  if (!existsSync(EXECUTABLE)) throw new Error(`No browser at ${EXECUTABLE}; name one in CHROMIUM.`);
  const { folder, remove } = examplesWithPackage();
  const [port, apiPort, sandboxPort] = [await freePort(), await freePort(), await freePort()];
  const origin = `http://localhost:${port}`;
  const began = performance.now();
  const { ready, stop } = startProgram(/Roster is at/, ['npm', 'start'], {
    cwd: join(folder, 'examples/react'),
    env: { PORT: `${port}`, API_PORT: `${apiPort}`, SANDBOX_PORT: `${sandboxPort}` },
  });
  const { code, printed } = await ready;
  if (code !== null) throw new Error(printed());
  const startedIn = performance.now() - began;

  const browser: Browser = await chromium.launch({
    executablePath: EXECUTABLE,
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'],
  });
  const read = async (path: string): Promise<unknown> => (await fetch(`${origin}/sandbox/${path}`)).json();

  return {
    origin,
    folder: join(folder, 'examples/react'),
    startedIn,
    async visit(path = '/', options = {}) {
      const context = await browser.newContext({ baseURL: origin, ...options });
      const page = await context.newPage();
      const problems: string[] = [];
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
      });
      await page.goto(path);
      return { page, problems };
    },
    async newest(to) {
      const [first] = v.parse(messages, await read(`outbox?to=${encodeURIComponent(to)}`)).messages;
      if (!first) throw new Error(`Nothing was sent to ${to}.`);
      return first;
    },
    adminsCode: async () => codeOf(v.parse(world, await read('world')).credentials.admin_proofs.totp.secret),
    async fail(operation) {
      const method = operation === undefined ? 'DELETE' : 'POST';
      const body = JSON.stringify({ operation, share: 1, error: { error_type: 'internal_server_error' } });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`http://127.0.0.1:${sandboxPort}/sandbox/failures`, {
        method,
        ...(operation === undefined ? {} : { headers, body }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
    async close() {
      await browser.close();
      stop();
      remove();
    },
  };
}
