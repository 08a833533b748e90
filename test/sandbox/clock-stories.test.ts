/**
 * Ten stories about expiry over HTTP, each in worlds of its own whose clocks are advanced. The expiring value is used
 * just before its expiry in one world, and just after it in another.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';

type Json = { readonly [name: string]: unknown };

/** A world, and requests to it. */
interface World {
  readonly post: (
    path: string,
    body: object,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; body: Json }>;
  readonly turn: (seconds: number) => Promise<void>;
  /** The secret of the newest message. */
  readonly mailed: () => Promise<string>;
  readonly credentials: Json;
}

/** Uses the expiring value; true if it is accepted. */
type Use = () => Promise<boolean>;

interface Story {
  readonly kind: VerticalName;
  readonly minutes: number;
  readonly begin: (world: World) => Promise<Use>;
}

const organization_id = 'fernhill-bakery';
const benedikt = 'benedikt@fernhill.example';
const isOk = ({ status }: { status: number }) => status === 200;

const stories: Record<string, Story> = {
  'a magic link': {
    kind: 'b2b',
    minutes: 60,
    async begin({ post, mailed }) {
      await post('/v1/b2b/magic_links/email/login_or_signup', { organization_id, email_address: benedikt });
      const magic_links_token = await mailed();
      return async () => isOk(await post('/v1/b2b/magic_links/authenticate', { magic_links_token }));
    },
  },
  'a magic link for discovery': {
    kind: 'b2b',
    minutes: 60,
    async begin({ post, mailed }) {
      await post('/v1/b2b/magic_links/email/discovery/send', { email_address: benedikt });
      const discovery_magic_links_token = await mailed();
      return async () =>
        isOk(await post('/v1/b2b/magic_links/discovery/authenticate', { discovery_magic_links_token }));
    },
  },
  'an intermediate session': {
    kind: 'b2b',
    minutes: 10,
    async begin({ post, mailed }) {
      await post('/v1/b2b/magic_links/email/discovery/send', { email_address: benedikt });
      const { body } = await post('/v1/b2b/magic_links/discovery/authenticate', {
        discovery_magic_links_token: await mailed(),
      });
      const { intermediate_session_token } = body;
      return async () =>
        isOk(
          await post('/v1/b2b/discovery/intermediate_sessions/exchange', {
            intermediate_session_token,
            organization_id,
          }),
        );
    },
  },
  'a passcode by email': {
    kind: 'b2b',
    minutes: 10,
    async begin({ post, mailed }) {
      await post('/v1/b2b/otps/email/login_or_signup', { organization_id, email_address: benedikt });
      const code = await mailed();
      const body = { organization_id, email_address: benedikt, code };
      return async () => isOk(await post('/v1/b2b/otps/email/authenticate', body));
    },
  },
  'a password reset link': {
    kind: 'b2b',
    minutes: 30,
    async begin({ post, mailed }) {
      await post('/v1/b2b/passwords/email/reset/start', { organization_id, email_address: benedikt });
      const body = { password_reset_token: await mailed(), password: 'Very-unusual-bread-4711' };
      return async () => isOk(await post('/v1/b2b/passwords/email/reset', body));
    },
  },
  'a session of a member': {
    kind: 'b2b',
    minutes: 24 * 60,
    async begin({ post, credentials }) {
      const { session_token } = credentials['member'] as Json;
      return async () => isOk(await post('/v1/b2b/sessions/authenticate', { session_token }));
    },
  },
  'a session JWT': {
    kind: 'b2b',
    minutes: 5,
    async begin({ post, credentials }) {
      const { session_jwt } = credentials['admin'] as Json;
      const headers = { 'x-stytch-member-sessionjwt': String(session_jwt) };
      const search = { organization_ids: [organization_id] };
      return async () => isOk(await post('/v1/b2b/organizations/members/search', search, headers));
    },
  },
  'a magic link of a user': {
    kind: 'consumer',
    minutes: 60,
    async begin({ post, mailed }) {
      await post('/v1/magic_links/email/login_or_create', {
        email: 'new@clock.example',
        signup_expiration_minutes: 60,
      });
      const token = await mailed();
      return async () => isOk(await post('/v1/magic_links/authenticate', { token }));
    },
  },
  'a passcode of a user': {
    kind: 'consumer',
    minutes: 2,
    async begin({ post, mailed }) {
      const { body } = await post('/v1/otps/email/login_or_create', {
        email: 'new@clock.example',
        expiration_minutes: 2,
      });
      const { email_id: method_id } = body;
      const code = await mailed();
      return async () => isOk(await post('/v1/otps/authenticate', { method_id, code }));
    },
  },
  'a session of a user': {
    kind: 'consumer',
    minutes: 30,
    async begin({ post, mailed }) {
      await post('/v1/magic_links/email/login_or_create', { email: 'new@clock.example' });
      const signedIn = await post('/v1/magic_links/authenticate', {
        token: await mailed(),
        session_duration_minutes: 30,
      });
      const { session_token } = signedIn.body;
      return async () => isOk(await post('/v1/sessions/authenticate', { session_token }));
    },
  },
};

describe('the clock of a world', () => {
  const sandboxes = new Map<VerticalName, Awaited<ReturnType<typeof startSandboxFor>>>();
  beforeAll(async () => {
    for (const kind of ['b2b', 'consumer'] as const) sandboxes.set(kind, await startSandboxFor(kind, { port: 0 }));
  });
  afterAll(() => Promise.all([...sandboxes.values()].map(({ close }) => close())));

  const worldOf = async (kind: VerticalName): Promise<World> => {
    const { origin = '' } = sandboxes.get(kind) ?? {};
    const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
      const response = await fetch(`${origin}${path}`, {
        method,
        headers: { 'content-type': 'application/json', ...headers },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const read: Json = JSON.parse(await response.text());
      return { status: response.status, body: read };
    };
    const { body: made } = await send('POST', '/sandbox/worlds', { seed: 'default' });
    const authorization = `Basic ${Buffer.from(`${made['project_id']}:${made['secret']}`).toString('base64')}`;
    const { body: overview } = await send('GET', '/sandbox/world', undefined, { authorization });
    return {
      credentials: overview['credentials'] as Json,
      post: (path, body, headers) => send('POST', path, body, { authorization, ...headers }),
      turn: async (seconds) => {
        expect((await send('POST', '/sandbox/clock', { seconds }, { authorization })).status).toBe(200);
      },
      mailed: async () => {
        const { body } = await send('GET', '/sandbox/outbox', undefined, { authorization });
        const [message] = body['messages'] as { secret: string }[];
        return message?.secret ?? '';
      },
    };
  };

  it.each(Object.entries(stories))(
    '%s is valid until its expiry, and not after it',
    async (_, { kind, minutes, begin }) => {
      const [early, late] = [await worldOf(kind), await worldOf(kind)];
      const [useEarly, useLate] = [await begin(early), await begin(late)];
      await early.turn(minutes * 60 - 20);
      await late.turn(minutes * 60 + 1);
      expect([await useEarly(), await useLate()]).toEqual([true, false]);
    },
  );
});
