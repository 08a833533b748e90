/** The program as a person starts it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import { freePort } from './port.ts';

const root = join(import.meta.dirname, '..');
const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

/** Starts a program; returns its output when it has printed `until` or has ended. */
const start = async (program: string, environment: Record<string, string>, until: RegExp) => {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, program.split(' '), { cwd: root, env: { PATH, ...environment } });
  running.push(child);
  let printed = '';
  const seen = new Promise<void>((resolve) => {
    const take = (chunk: Buffer) => {
      printed += chunk;
      // Of what Node prints for NODE_DEBUG, 14 MB, only the end is new.
      if (until.test(printed.slice(-chunk.length - 1_000))) resolve();
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
  });
  const ended = once(child, 'exit').then(([code]) => code as number);
  const code = await Promise.race([seen.then(() => null), ended]);
  return { printed, code, /** Everything printed up to now. */ tail: () => printed };
};

/** The line that names the version of the program. */
const LISTENS = new RegExp(`^stytch-graphql ${manifest.version} listens$`, 'm');

describe('npm start', () => {
  it('needs nothing: it prints where GraphiQL is and credentials that work', async () => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const { printed, code, tail } = await start(
      'src/process/main.js',
      { PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}` },
      /member {3}\S+/,
    );
    expect(code).toBeNull();
    expect(printed).toContain(`http://localhost:${port}/graphql`);
    expect(printed).toMatch(LISTENS);
    const tokens = [...printed.matchAll(/^ {4}(?:server|admin|member) +(\S+)/gm)].map((match) => match[1]);
    expect(tokens).toHaveLength(3);
    const kinds = [];
    for (const token of tokens) {
      const response = await fetch(`http://localhost:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ viewer { kind } }' }),
      });
      kinds.push(await response.json());
    }
    expect(kinds, tail()).toEqual(['SERVER', 'MEMBER', 'MEMBER'].map((kind) => ({ data: { viewer: { kind } } })));
    expect(printed).toMatch(/organization-test-/);
  });

  // Retried, because a busy machine may block the event loop at that time.
  it('is ready once it has keys and policy: loading the graph is no stall', { retry: 2 }, async () => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    await start('src/process/main.js', { PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}` }, /member {3}\S+/);
    const ready = () => fetch(`http://localhost:${port}/ready`).then(({ status }) => status);
    // A process that was blocked is not ready for five seconds.
    await expect.poll(ready, { timeout: 3_500 }).toBe(200);
  });

  it('with STYTCH_VERTICAL=consumer does the same for a consumer project', async () => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const { printed } = await start(
      'src/process/main.js',
      { PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}`, STYTCH_VERTICAL: 'consumer' },
      /user {5}\S+ {3}Ben/,
    );
    const tokens = [...printed.matchAll(/^ {4}(?:server|user) +(\S+)/gm)].map((match) => match[1]);
    const viewers = await Promise.all(
      tokens.map(async (token) => {
        const response = await fetch(`http://localhost:${port}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
          body: JSON.stringify({ query: '{ viewer { kind user { name { firstName } } } }' }),
        });
        return response.json();
      }),
    );
    expect(viewers).toEqual([
      { data: { viewer: { kind: 'SERVER', user: null } } },
      { data: { viewer: { kind: 'USER', user: { name: { firstName: 'Ada' } } } } },
      { data: { viewer: { kind: 'USER', user: { name: { firstName: 'Ben' } } } } },
    ]);
  });

  it('with a project set loads nothing of the sandbox', async () => {
    const port = await freePort();
    const { printed, code } = await start(
      'src/process/main.js',
      {
        PORT: `${port}`,
        STYTCH_PROJECT_ID: 'project-test-1',
        STYTCH_SECRET: 'secret-test-canary',
        STYTCH_BASE_URL: 'http://127.0.0.1:1',
        NODE_DEBUG: 'esm',
      },
      /^GraphQL over project-test-1/m,
    );
    expect(code).toBeNull();
    expect(printed).toContain('project-test-1');
    expect(printed).toMatch(LISTENS);
    expect(printed).not.toContain('canary');
    expect(printed).not.toMatch(/file:\S*src\/sandbox\//);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ PORT: 'canary' }, /^PORT must be a number from 0 to 65535\.\n$/],
    [{ STYTCH_SECRET: 'secret-test-canary' }, /^STYTCH_PROJECT_ID is missing: .*\n$/],
  ])('ends with one readable line for %o', async (environment, line) => {
    const { printed, code } = await start('src/process/main.js', environment, /never/);
    expect(code).toBe(1);
    expect(printed).toMatch(line);
    expect(printed).not.toContain('canary');
  });

  it('says so when its port is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const { printed, code } = await start('src/process/main.js', { PORT: `${port}`, SANDBOX_PORT: '0' }, /never/);
    taken.close();
    expect([code, printed]).toEqual([1, `Port ${port} is in use; set PORT to a free port.\n`]);
  });
});

describe.each([
  ['b2b', /member {3}\S+/],
  ['consumer', /user {5}\S+ {3}Ben/],
] as const)('npm start of a %s project', (vertical, until) => {
  it('uses the clock of its sandbox', async () => {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const ports = { PORT: `${port}`, SANDBOX_PORT: `${sandboxPort}` };
    await start('src/process/main.js', { ...ports, STYTCH_VERTICAL: vertical }, until);
    const jwt = async () => {
      const { credentials } = await (await fetch(`http://localhost:${sandboxPort}/sandbox/world`)).json();
      return (credentials.ada ?? credentials.member).session_jwt;
    };
    const ask = async (token: string) => {
      const response = await fetch(`http://localhost:${port}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ viewer { kind } }' }),
      });
      return response.json();
    };
    const kind = vertical === 'b2b' ? 'MEMBER' : 'USER';
    const early = await jwt();
    expect(await ask(early)).toEqual({ data: { viewer: { kind } } });
    const turned = await fetch(`http://localhost:${sandboxPort}/sandbox/clock`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"seconds":360}',
    });
    expect(turned.status).toBe(200);
    expect(await ask(early)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await ask(await jwt())).toEqual({ data: { viewer: { kind } } });
  });
});

describe('npm run sandbox', () => {
  it('listens where SANDBOX_HOST says, and says so when it cannot', async () => {
    const port = await freePort();
    const settings = { SANDBOX_PORT: `${port}`, SANDBOX_HOST: '127.0.0.2' };
    const { printed } = await start('src/process/main.js sandbox', settings, /outbox/);
    expect(printed).toContain(`Stytch sandbox   http://127.0.0.2:${port}`);
    expect((await fetch(`http://127.0.0.2:${port}/sandbox/clock`)).status).toBe(200);
    await expect(fetch(`http://127.0.0.1:${port}/sandbox/clock`)).rejects.toThrow();
    const { code, printed: refused } = await start(
      'src/process/main.js sandbox',
      { SANDBOX_PORT: `${port}`, SANDBOX_HOST: '203.0.113.1' },
      /never/,
    );
    expect([code, refused]).toEqual([1, expect.stringMatching(/^SANDBOX_HOST must be an address of this machine/)]);
  });

  it('serves Stytch’s API by itself', async () => {
    const port = await freePort();
    const { printed } = await start('src/process/main.js sandbox', { SANDBOX_PORT: `${port}` }, /outbox/);
    expect(printed).toContain(`http://127.0.0.1:${port}`);
    expect(printed).toMatch(LISTENS);
    const world = await fetch(`http://127.0.0.1:${port}/sandbox/world`);
    expect(await world.json()).toMatchObject({
      organizations: [{}, {}],
      credentials: { server_key: 'sgk_sandbox_admin' },
    });
  });
});
