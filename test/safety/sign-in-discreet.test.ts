/** T12: which callers learn whether an address is known, and which are exempt from the limit by address. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { ApiKey } from '../../src/auth/caller.ts';
import { SERVER_KEY, unlimitedThrottle } from '../gateway.ts';
import { replacing, stytchError } from './replaced.ts';
import { closeDoors, type Door, openDoor } from './visitor.ts';

closeDoors();

/** A key for servers with some scopes. */
const keyOf = (...scopes: string[]): ApiKey & { token: string } => {
  const token = `sgk_${scopes.join('_').replaceAll(/[^\w]/g, '_')}`;
  return { name: token, sha256: createHash('sha256').update(token).digest('hex'), scopes, token };
};
const foreign = keyOf('document:read');
const searcher = keyOf('stytch.member:search');
const signer = keyOf('stytch.member:sign-in');
const everything = keyOf('stytch.member:*');
const apiKeys = [foreign, searcher, signer, everything];

/** The token of a machine whose client has the scope `read:documents`. */
async function machine(door: Door): Promise<string> {
  const token = SERVER_KEY;
  const select = 'm2mClient { clientId } clientSecret';
  const input = { name: 'Reader', scopes: ['read:documents'] };
  const { m2mClient, clientSecret } = await door.knock('createM2mClient', input, { token, select });
  const { clientId } = Object(m2mClient);
  const response = await fetch(`${door.sandbox.origin}/v1/public/${door.sandbox.projectId}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return Object(await response.json()).access_token;
}

/** Mutations that send mail to an address without a proof. */
const sends = [
  'sendMemberMagicLink',
  'sendMemberEmailPasscode',
  'startMemberPasswordReset',
  'sendDiscoveryMagicLink',
  'sendDiscoveryEmailPasscode',
  'startDiscoveryPasswordReset',
] as const;
const inputOf = (door: Door, name: string, emailAddress = 'benedikt@fernhill.example') =>
  name.includes('Discovery')
    ? { emailAddress }
    : { organizationId: door.world.credentials.admin.organization_id, emailAddress };

/** Stytch errors that only a known address, or only an unknown address, can cause, one row per code. */
const hidden: readonly [code: string, status: number, errorType: string][] = [
  ['LOCKED', 429, 'user_lock_limit_reached'],
  ['FORBIDDEN', 403, 'operation_restricted_by_organization_auth_methods'],
  ['PRECONDITION_FAILED', 400, 'inactive_email'],
  ['CONFLICT', 409, 'duplicate_email'],
  ['NOT_FOUND', 404, 'email_not_found'],
];

describe.each(sends)('%s, with an error of Stytch', (name) => {
  const doorWith = (status: number, errorType: string) =>
    openDoor({
      apiKeys,
      tries: unlimitedThrottle(),
      between: replacing((method, path) =>
        method === 'POST' && /\/(send|login_or_signup|start)$/.test(path) ? stytchError(status, errorType) : undefined,
      ),
    });

  it.each(hidden)(
    'with %s: hides it from a visitor, and exposes it to servers that may search',
    async (code, status, type) => {
      const door = await doorWith(status, type);
      const input = inputOf(door, name);
      const sent = { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, requestId: 'request-id-test-1' };
      for (const token of [undefined, foreign.token, signer.token]) {
        expect(await door.knock(name, input, token === undefined ? {} : { token })).toEqual(sent);
      }
      for (const token of [SERVER_KEY, searcher.token, everything.token]) {
        expect(await door.knock(name, input, { token })).toMatchObject({ code, errorType: type });
      }
    },
  );

  it('exposes to a visitor that the organization does not exist', async () => {
    const door = await doorWith(404, 'organization_not_found');
    expect(await door.knock(name, inputOf(door, name))).toMatchObject({
      code: 'NOT_FOUND',
      errorType: 'organization_not_found',
    });
  });
});

describe('a server without the permission is treated as a visitor at sign-in', () => {
  /** Ten ways to find out whether an address is known. */
  const ways: readonly [name: string, wrong: object][] = [
    ['authenticateMemberPassword', { password: 'wrong' }],
    ['authenticateMemberEmailPasscode', { code: '314159' }],
    ['resetMemberPasswordByExistingPassword', { existingPassword: 'wrong', newPassword: 'eleven wet umbrellas' }],
    ['authenticateDiscoveryPassword', { password: 'wrong' }],
    ['authenticateDiscoveryEmailPasscode', { code: '314159' }],
    ...sends.slice(0, 5).map((name) => [name, {}] as const),
  ].map(([name, wrong]) => [String(name), Object(wrong)]);

  it.each(ways)('%s: known and unknown addresses get the same response', async (name, wrong) => {
    const door = await openDoor({ apiKeys, tries: unlimitedThrottle() });
    const shown = async (emailAddress: string, token: string | undefined) => {
      const from = token === undefined ? {} : { token };
      const outcome = await door.knock(name, { ...inputOf(door, name, emailAddress), ...wrong }, from);
      return { ...outcome, requestId: typeof outcome['requestId'] };
    };
    for (const token of [undefined, foreign.token, signer.token, await machine(door)]) {
      const unknown = await shown('nobody@fernhill.example', token);
      for (const known of ['greta@fernhill.example', 'benedikt@fernhill.example']) {
        expect(await shown(known, token)).toEqual(unknown);
      }
    }
  });

  it('is counted by client address; only a sign-in permission exempts from that', async () => {
    const door = await openDoor({ apiKeys });
    const tokens = [foreign.token, await machine(door), searcher.token, signer.token, everything.token, SERVER_KEY];
    const reachedBy = async (token: string) => {
      door.calls.length = 0;
      for (let n = 0; n < 40; n++) {
        const emailAddress = `${token.slice(0, 40).replaceAll('.', '')}${n}@fernhill.example`;
        const input = { ...inputOf(door, '', emailAddress), code: '314159' };
        await door.knock('authenticateMemberEmailPasscode', input, {
          token,
          address: `192.0.2.${tokens.indexOf(token) + 1}`,
        });
      }
      return door.reached().length;
    };
    const reached = [];
    for (const token of tokens) reached.push(await reachedBy(token));
    expect(reached).toEqual([30, 30, 30, 40, 40, 40]);
  });

  it('also if it sends mail', async () => {
    const door = await openDoor({ apiKeys });
    for (let n = 0; n < 40; n++) {
      const from = { token: foreign.token, address: '192.0.2.9' };
      await door.knock('sendDiscoveryMagicLink', { emailAddress: `n${n}@elsewhere.example` }, from);
    }
    expect(door.reached()).toHaveLength(30);
  });

  it('sets no custom claims and gets no member', async () => {
    const door = await openDoor({ apiKeys });
    const input = { ...inputOf(door, ''), password: 'rye needs a longer proof' };
    for (const token of [foreign.token, await machine(door)]) {
      door.calls.length = 0;
      const claims = { sessionCustomClaims: { plan: 'free' } };
      expect(await door.knock('authenticateMemberPassword', { ...input, ...claims }, { token })).toMatchObject({
        code: 'FORBIDDEN',
      });
      expect(door.calls).toEqual([]);
      const mailed = await door.knock('sendMemberMagicLink', inputOf(door, ''), {
        token,
        select: 'requestId member { memberId } organization { slug } memberCreated',
      });
      expect(mailed).toMatchObject({ member: null, organization: null, memberCreated: null });
    }
  });
});
