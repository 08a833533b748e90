/** The outbox with its long polling, and the recorded calls of a sandbox, over the socket. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';
import { MAX_CALLS } from '../../src/sandbox/control/calls.ts';

type Sandbox = Awaited<ReturnType<typeof startSandboxFor>>;
type Message = { sequence: number; to: string };
type RecordedCall = {
  sequence: number;
  operation: string | null;
  method: string;
  path: string;
  status: number | null;
  error_type: string | null;
  at: string;
};

const kinds = [
  {
    kind: 'b2b',
    mail: (email_address: string): [string, object] => ['/v1/b2b/magic_links/email/discovery/send', { email_address }],
    mailOperation: 'api_b2b_magic_v1_b2b_magic_links_email_discovery_Send',
    search: '/v1/b2b/organizations/search',
    searchOperation: 'api_organization_v1_Search',
    authenticate: '/v1/b2b/sessions/authenticate',
  },
  {
    kind: 'consumer',
    mail: (email: string): [string, object] => ['/v1/magic_links/email/login_or_create', { email }],
    mailOperation: 'api_magic_v1_magic_links_email_LoginOrCreate',
    search: '/v1/users/search',
    searchOperation: 'api_user_v1_Search',
    authenticate: '/v1/sessions/authenticate',
  },
] as const;

describe.each(kinds)('a $kind sandbox', ({ kind, mail, mailOperation, search, searchOperation, authenticate }) => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startSandboxFor(kind, { port: 0 });
  });
  afterEach(() => sandbox.close());

  const sendAs = async (
    { project_id, secret }: { project_id: string; secret: string },
    method: string,
    path: string,
    body?: object,
  ) => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method,
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${project_id}:${secret}`).toString('base64')}`,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const send = (method: string, path: string, body?: object) =>
    sendAs({ project_id: sandbox.projectId, secret: sandbox.secret }, method, path, body);
  const messages = async (query = '') => (await send('GET', `/sandbox/outbox${query}`)).body['messages'] as Message[];
  const calls = async (query = '') => (await send('GET', `/sandbox/calls${query}`)).body['calls'] as RecordedCall[];

  describe('outbox', () => {
    it('waits for the next message to an address, and for no other', async () => {
      const began = performance.now();
      const waiting = messages('?to=Ann@where.example&wait=10');
      await send('POST', ...mail('bob@where.example'));
      await send('POST', ...mail('ann@where.example'));
      expect(await waiting).toMatchObject([{ to: 'ann@where.example' }]);
      expect(performance.now() - began).toBeLessThan(5_000);
    });

    it('returns existing messages without waiting, and waits for newer ones', async () => {
      await send('POST', ...mail('ann@where.example'));
      const [first] = await messages('?to=ann@where.example&wait=10');
      const waiting = messages(`?to=ann@where.example&after=${first?.sequence}&wait=10`);
      await send('POST', ...mail('ann@where.example'));
      const next = await waiting;
      expect(next).toHaveLength(1);
      expect(next[0]?.sequence).toBeGreaterThan(first?.sequence ?? Number.NaN);
      expect(await messages()).toHaveLength(2);
    });

    it('returns no message after the timeout', async () => {
      const began = performance.now();
      expect(await messages('?to=nobody@where.example&wait=0.2')).toEqual([]);
      expect(performance.now() - began).toBeGreaterThan(190);
    });

    it('is cleared for one address or for all, and continues its numbers', async () => {
      await send('POST', ...mail('ann@where.example'));
      await send('POST', ...mail('bob@where.example'));
      await send('DELETE', '/sandbox/outbox?to=ANN@where.example');
      expect(await messages()).toMatchObject([{ to: 'bob@where.example', sequence: 2 }]);
      expect((await send('DELETE', '/sandbox/outbox')).body).toEqual({ messages: [] });
      expect(await messages()).toEqual([]);
      await send('POST', ...mail('ann@where.example'));
      expect(await messages()).toMatchObject([{ sequence: 3 }]);
    });

    it('keeps waiting across a reset for the mail that the world sends afterwards', async () => {
      await send('POST', ...mail('ann@where.example'));
      await send('POST', ...mail('ann@where.example'));
      const [last] = await messages();
      const began = performance.now();
      const waiting = messages(`?to=ann@where.example&after=${last?.sequence}&wait=10`);
      await send('GET', '/sandbox/clock');
      await send('POST', '/sandbox/reset');
      await send('POST', ...mail('bob@where.example'));
      await send('POST', ...mail('ann@where.example'));
      expect(await waiting).toMatchObject([{ to: 'ann@where.example', sequence: 4 }]);
      expect(performance.now() - began).toBeLessThan(5_000);
      expect(await messages('?after=2')).toMatchObject([{ sequence: 4 }, { sequence: 3 }]);
    });

    it('ends the wait with 404 once the world has ended', async () => {
      const { body } = await send('POST', '/sandbox/worlds', { seed: 'empty' });
      const world = { project_id: String(body['project_id']), secret: String(body['secret']) };
      const other = messages('?to=ann@where.example&wait=10');
      const began = performance.now();
      const waiting = sendAs(world, 'GET', '/sandbox/outbox?wait=10');
      await sendAs(world, 'GET', '/sandbox/clock');
      await send('DELETE', `/sandbox/worlds/${world.project_id}`);
      expect(await waiting).toMatchObject({
        status: 404,
        body: { error_type: 'project_not_found', error_message: 'The world has ended.' },
      });
      expect(performance.now() - began).toBeLessThan(5_000);
      await send('POST', ...mail('ann@where.example'));
      expect(await other).toHaveLength(1);
    });

    it.each(['wait=61', 'wait=-1', 'wait=long', 'after=x', 'until=1'])('rejects %s by name', async (query) => {
      expect(await send('GET', `/sandbox/outbox?${query}`)).toMatchObject({
        status: 400,
        body: { error_message: expect.stringMatching(new RegExp(`^${query.split('=')[0]}: `)) },
      });
    });

    it('ends open waits when the sandbox closes', async () => {
      const waiting = messages('?wait=30').catch(() => 'gone');
      await send('GET', '/sandbox/clock');
      const began = performance.now();
      await sandbox.close();
      await waiting;
      expect(performance.now() - began).toBeLessThan(2_000);
      sandbox = await startSandboxFor(kind, { port: 0 });
    });
  });

  describe('calls', () => {
    it('are recorded in order, with their status and without secrets', async () => {
      await send('POST', '/sandbox/clock', { to: '2040-01-01T00:00:00Z' });
      await send('POST', search, {});
      await send('POST', authenticate, { session_token: 'a-very-secret-token' });
      await send('GET', '/v1/no_such_path?token=a-very-secret-token');
      await send('POST', ...mail('not an address'));
      await send('POST', `/v1/public/${sandbox.projectId}/oauth2/token`, {});
      const made = await calls();
      const shown = made.map(({ sequence, operation, status }) => [sequence, operation, status]);
      expect(shown).toEqual([
        [1, searchOperation, 200],
        [2, kind === 'b2b' ? 'api_b2b_session_v1_Authenticate' : 'api_session_v1_Authenticate', 404],
        [3, null, 404],
        [4, mailOperation, 400],
        [5, 'oauth2_token', 400],
      ]);
      expect(made[4]?.error_type).toBe('invalid_request');
      expect(made[0]).toEqual({
        sequence: 1,
        operation: searchOperation,
        method: 'POST',
        path: search,
        status: 200,
        error_type: null,
        at: expect.stringMatching(/^2040-01-01T00:00:0\d\.\d{3}Z$/),
      });
      expect(made[3]).toMatchObject({ error_type: 'invalid_email' });
      expect(JSON.stringify(made)).not.toContain('very-secret');
      expect(JSON.stringify(made)).not.toContain(sandbox.secret);
    });

    it('include the outcome of injected failures', async () => {
      await send('POST', '/sandbox/failures', { error: { error_type: 'too_many_requests' } });
      await send('POST', '/sandbox/failures', { connection: 'reset_after' });
      await send('POST', search, {});
      await expect(send('POST', search, {})).rejects.toThrow();
      expect(await calls()).toMatchObject([
        { status: 429, error_type: 'too_many_requests' },
        { status: null, error_type: null },
      ]);
    });

    it('are listed for one operation, and cleared on demand', async () => {
      await send('POST', search, {});
      await send('POST', ...mail('ann@where.example'));
      expect(await calls(`?operation=${searchOperation}`)).toHaveLength(1);
      const misspelt = await fetch(`${sandbox.origin}/sandbox/calls?operation=serch`);
      expect([misspelt.status, await misspelt.json()]).toMatchObject([400, { error_type: 'invalid_argument' }]);
      expect((await send('DELETE', '/sandbox/calls')).body).toEqual({ calls: [] });
      await send('POST', search, {});
      expect(await calls()).toMatchObject([{ sequence: 3, operation: searchOperation }]);
    });

    it('drop the oldest above the maximum', async () => {
      for (let count = 0; count < 3 * MAX_CALLS; count += 1) {
        sandbox.worlds.first.calls.add({
          operation: null,
          method: 'GET',
          path: '/',
          status: 200,
          error_type: null,
          at: '',
        });
      }
      const left = await calls();
      expect(left).toHaveLength(MAX_CALLS);
      expect([left.at(0)?.sequence, left.at(-1)?.sequence]).toEqual([2 * MAX_CALLS + 1, 3 * MAX_CALLS]);
    });
  });
});
