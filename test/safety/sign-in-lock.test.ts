/** T11: the gateway's own lock: how it is exposed, lifted, and ended by a proof by mail. */
import { describe, expect, it } from 'vitest';
import { createTries, defaultThrottleLimits } from '../../src/sign-in/throttle.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { type ActAs, SERVER_KEY } from '../gateway.ts';
import { latestSecret } from '../operations/magic-link.ts';
import { seededMember, totpCodeOf, totpSecretOf } from '../operations/totp.ts';
import { replacing, stytchError } from './replaced.ts';
import { closeDoors, type Door, openDoor } from './visitor.ts';

closeDoors();

const IMOGEN = 'imogen@fernhill.example';
const RIGHT = 'croissants have eighty one layers';
const NEW = 'eleven wet umbrellas in the hall';

/** The default limits of an hour; those of a minute would make the test as long. */
const open = (settings: Parameters<typeof openDoor>[0] = {}) =>
  openDoor({
    tries: createTries({ ...defaultThrottleLimits, perAccount: 1_000, perAddress: 1_000 }, b2b),
    ...settings,
  });

const home = (door: Door) => door.world.credentials.admin.organization_id;
const signIn = (door: Door, password: string, emailAddress = IMOGEN) =>
  door.knock('authenticateMemberPassword', { organizationId: home(door), emailAddress, password });
const lockByAddress = async (door: Door, emailAddress = IMOGEN) => {
  for (let n = 0; n < 6; n++) await signIn(door, 'wrong', emailAddress);
};
const secondFactor = (door: Door, code: string) => {
  const { organization_id: organizationId, member_id: memberId } = seededMember(door, 'ada@fernhill.example');
  const sessionToken = door.world.credentials.admin.session_token;
  return door.knock('authenticateMemberTotp', { organizationId, memberId, credential: { sessionToken }, code });
};
const lockedUntil = async (door: Door, emailAddress = IMOGEN, as: ActAs = 'server') => {
  const { member } = await door.data<{ member: { isLocked: boolean; signInLockedUntil: string | null } | null }>(
    `query ($o: ID!, $e: EmailAddress!) {
      member(organizationId: $o, by: { emailAddress: $e }) { isLocked signInLockedUntil } }`,
    { variables: { o: home(door), e: emailAddress }, as },
  );
  expect(member?.isLocked).toBe(false);
  return member?.signInLockedUntil ?? null;
};
const minutesLeft = (until: string | null) => (until === null ? null : (Date.parse(until) - Date.now()) / 60_000);

describe('the lock', () => {
  it('names the closed and the open sign-in methods, and the time left', async () => {
    const door = await open();
    await lockByAddress(door);
    const refused = await signIn(door, RIGHT);
    expect(refused).toMatchObject({ code: 'LOCKED', errorType: null });
    expect(refused.message).toMatch(/password or passcode is locked for this address.*magic link.*reset/is);
    expect(refused.retryAfter).toBeGreaterThan(3_500);
    expect(refused.retryAfter).toBeLessThanOrEqual(3_600);
    await door.knock('sendMemberMagicLink', { organizationId: home(door), emailAddress: IMOGEN });
    const token = latestSecret(door, IMOGEN);
    expect((await door.knock('authenticateMemberMagicLink', { token })).code).toBeUndefined();
  });

  it.each<[string, ActAs]>([
    ['a server', 'server'],
    ['an administrator', 'admin'],
  ])('is exposed to %s, by either name, with its expiry', async (_, as) => {
    const door = await open();
    expect(await lockedUntil(door, IMOGEN, as)).toBeNull();
    for (let n = 0; n < 5; n++) await signIn(door, 'wrong');
    expect(await lockedUntil(door, IMOGEN, as)).toBeNull();
    await signIn(door, 'wrong');
    expect(minutesLeft(await lockedUntil(door, IMOGEN, as))).toBeGreaterThan(58);
    expect(minutesLeft(await lockedUntil(door, IMOGEN, as))).toBeLessThanOrEqual(60);
    for (let n = 0; n < 3; n++) await secondFactor(door, '314159');
    expect(minutesLeft(await lockedUntil(door, 'ada@fernhill.example', as))).toBeGreaterThan(58);
  });

  it('by discovery is exposed too', async () => {
    const door = await open();
    door.sandbox.store.crossOrganizationPasswords = true;
    const discover = () => door.knock('authenticateDiscoveryPassword', { emailAddress: IMOGEN, password: 'wrong' });
    for (let n = 0; n < 6; n++) await discover();
    expect(minutesLeft(await lockedUntil(door))).toBeGreaterThan(58);
    expect(await signIn(door, RIGHT)).toMatchObject({ code: 'LOCKED' });
  });
});

describe('unlockMemberSignIn', () => {
  const unlock = (door: Door, token: string | undefined, emailAddress = IMOGEN) => {
    const { organization_id: organizationId, member_id: memberId } = seededMember(door, emailAddress);
    const from = token === undefined ? {} : { token };
    const select = 'member { memberId signInLockedUntil }';
    return door.knock('unlockMemberSignIn', { organizationId, memberId }, { ...from, select });
  };

  it.each(['a server', 'an administrator'])('lifts the lock by both names, for %s', async (who) => {
    const door = await open();
    const token = who === 'a server' ? SERVER_KEY : door.world.credentials.admin.session_token;
    const ada = 'ada@fernhill.example';
    await lockByAddress(door, ada);
    for (let n = 0; n < 3; n++) await secondFactor(door, '314159');
    expect(await signIn(door, 'sourdough at six in the morning', ada)).toMatchObject({ code: 'LOCKED' });
    expect(await secondFactor(door, '314159')).toMatchObject({ code: 'LOCKED' });
    expect(await unlock(door, token, ada)).toMatchObject({
      member: { memberId: expect.any(String), signInLockedUntil: null },
    });
    expect((await signIn(door, 'sourdough at six in the morning', ada)).code).toBeUndefined();
    const code = totpCodeOf(door, totpSecretOf(door, seededMember(door, ada)));
    expect((await secondFactor(door, code)).code).toBeUndefined();
  });

  it('is FORBIDDEN without the permission, and lifts nothing', async () => {
    const door = await open();
    await lockByAddress(door);
    expect(await unlock(door, undefined)).toMatchObject({ code: 'UNAUTHENTICATED' });
    expect(await unlock(door, door.world.credentials.member.session_token)).toMatchObject({ code: 'FORBIDDEN' });
    expect(await signIn(door, RIGHT)).toMatchObject({ code: 'LOCKED' });
  });

  it('lifts the discovery counter for servers only, since it covers other organizations too', async () => {
    const door = await open();
    door.sandbox.store.crossOrganizationPasswords = true;
    const discover = () => door.knock('authenticateDiscoveryPassword', { emailAddress: IMOGEN, password: 'wrong' });
    for (let n = 0; n < 6; n++) await discover();
    await unlock(door, door.world.credentials.admin.session_token);
    expect(await signIn(door, RIGHT)).toMatchObject({ code: 'LOCKED' });
    expect(await discover()).toMatchObject({ code: 'LOCKED' });
    await unlock(door, SERVER_KEY);
    expect((await signIn(door, RIGHT)).code).toBeUndefined();
    expect((await discover()).code).toBe('INVALID_CREDENTIALS');
  });
});

describe('proof of the address ends the lock by address', () => {
  const address = (door: Door) => ({ organizationId: home(door), emailAddress: IMOGEN });
  const discovery = { emailAddress: IMOGEN };

  const proofs: readonly [name: string, prove: (door: Door) => Promise<unknown>][] = [
    [
      'a password reset',
      async (door) => {
        await door.knock('startMemberPasswordReset', address(door));
        return door.knock('resetMemberPassword', { passwordResetToken: latestSecret(door, IMOGEN), password: NEW });
      },
    ],
    [
      'a magic link',
      async (door) => {
        await door.knock('sendMemberMagicLink', address(door));
        return door.knock('authenticateMemberMagicLink', { token: latestSecret(door, IMOGEN) });
      },
    ],
    [
      'a magic link of discovery',
      async (door) => {
        await door.knock('sendDiscoveryMagicLink', discovery);
        return door.knock('authenticateDiscoveryMagicLink', { token: latestSecret(door, IMOGEN) });
      },
    ],
    [
      'a password reset of discovery',
      async (door) => {
        await door.knock('startDiscoveryPasswordReset', discovery);
        return door.knock('resetDiscoveryPassword', { passwordResetToken: latestSecret(door, IMOGEN), password: NEW });
      },
    ],
  ];

  it.each(proofs)('%s', async (name, prove) => {
    const door = await open();
    door.sandbox.store.crossOrganizationPasswords = name.includes('discovery');
    await lockByAddress(door);
    expect(await signIn(door, RIGHT)).toMatchObject({ code: 'LOCKED' });
    expect(await prove(door)).not.toHaveProperty('code');
    expect(await lockedUntil(door)).toBeNull();
    expect((await signIn(door, name.includes('reset') ? NEW : RIGHT)).code).toBeUndefined();
  });

  it.each(['authenticateMemberEmailPasscode', 'authenticateDiscoveryEmailPasscode'])(
    '%s, before the lock closes: the counters of discovery and organization restart',
    async (name) => {
      const door = await open();
      door.sandbox.store.crossOrganizationPasswords = true;
      for (let n = 0; n < 3; n++) await signIn(door, 'wrong');
      const discover = () => door.knock('authenticateDiscoveryPassword', { ...discovery, password: 'wrong' });
      await discover();
      const input = name.includes('Discovery') ? discovery : address(door);
      await door.knock(name.replace('authenticate', 'send'), input);
      expect((await door.knock(name, { ...input, code: latestSecret(door, IMOGEN) })).code).toBeUndefined();
      // Stytch keeps its own count, since a proof at discovery does not sign in yet.
      for (let n = 0; n < 5; n++) expect(await signIn(door, 'wrong')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    },
  );

  it('but not the lock of the second factor', async () => {
    const door = await open();
    for (let n = 0; n < 3; n++) await secondFactor(door, '314159');
    await door.knock('sendMemberMagicLink', { organizationId: home(door), emailAddress: 'ada@fernhill.example' });
    const token = latestSecret(door, 'ada@fernhill.example');
    expect((await door.knock('authenticateMemberMagicLink', { token })).code).toBeUndefined();
    expect(await secondFactor(door, '314159')).toMatchObject({ code: 'LOCKED' });
  });
});

describe('an attempt that does not test the credential', () => {
  const failing: readonly [code: string, status: number, errorType: string][] = [
    ['NOT_CONFIGURED', 401, 'invalid_secret_authentication'],
    ['UPSTREAM_ERROR', 500, 'internal_server_error'],
    ['RATE_LIMITED', 429, 'too_many_requests'],
  ];

  it.each(failing)('(%s) is not counted', async (code, status, errorType) => {
    let broken = true;
    const door = await openDoor({
      between: replacing((_, path) =>
        broken && path === '/v1/b2b/passwords/authenticate' ? stytchError(status, errorType) : undefined,
      ),
    });
    for (let n = 0; n < 12; n++) expect(await signIn(door, RIGHT)).toMatchObject({ code, errorType });
    broken = false;
    for (let n = 0; n < 5; n++) expect(await signIn(door, 'wrong')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await signIn(door, 'wrong')).toMatchObject({ code: 'RATE_LIMITED' });
  });

  it('counts for the client address all the same, which bounds repetition by a visitor', async () => {
    const door = await openDoor({
      between: replacing((_, path) =>
        path.endsWith('/login_or_signup') ? stytchError(400, 'no_match_for_provided_magic_link_url') : undefined,
      ),
    });
    const mail = { organizationId: home(door), emailAddress: IMOGEN, loginRedirectUrl: 'https://elsewhere.example/' };
    for (let n = 0; n < 35; n++) await door.knock('sendMemberMagicLink', mail, { address: '192.0.2.1' });
    expect(door.reached()).toHaveLength(30);
  });

  it('(OUTCOME_UNKNOWN) is counted', async () => {
    const door = await openDoor({
      between: (dispatch) => (options, handler) =>
        dispatch(options, {
          onRequestStart: (...args) => handler.onRequestStart?.(...args),
          onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
          onResponseStart: (controller, ...rest) =>
            options.path === '/v1/b2b/passwords/authenticate'
              ? controller.abort(new Error('the connection broke'))
              : handler.onResponseStart?.(controller, ...rest),
          onResponseData: (...args) => handler.onResponseData?.(...args),
          onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
          onResponseError: (...args) => handler.onResponseError?.(...args),
        }),
    });
    for (let n = 0; n < 5; n++) expect(await signIn(door, 'wrong')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(await signIn(door, 'wrong')).toMatchObject({ code: 'RATE_LIMITED' });
  });
});

describe('an attempt with an invalid session beside it, which Stytch did not judge', () => {
  it('does not lock the second factor of the named person', async () => {
    const door = await open();
    const ada = seededMember(door, 'ada@fernhill.example');
    for (let n = 0; n < 5; n += 1) {
      const made = await door.knock('authenticateMemberTotp', {
        organizationId: ada.organization_id,
        memberId: ada.member_id,
        credential: { intermediateSessionToken: `made-up-by-a-stranger-${n}` },
        code: '000000',
      });
      expect(made.code).not.toBe('LOCKED');
    }
    expect((await secondFactor(door, totpCodeOf(door, totpSecretOf(door, ada)))).code).toBeUndefined();
  });
});

describe('a message that Stytch did not send, due to an invalid input beside the address', () => {
  it.each([
    ['an organization that does not exist', { organizationId: 'no-such-organization' }],
    ['an expiration that is too short', { loginExpirationMinutes: 1 }],
  ])('does not use up the limit of the mailbox: %s', async (_, input) => {
    const door = await openDoor({ tries: createTries({ ...defaultThrottleLimits, perAddress: 1_000 }, b2b) });
    const link = { organizationId: home(door), emailAddress: IMOGEN };
    for (let n = 0; n < 6; n += 1) {
      const { code } = await door.knock('sendMemberMagicLink', { ...link, ...input });
      expect(code).toMatch(/^(NOT_FOUND|INVALID_INPUT)$/);
    }
    expect((await door.knock('sendMemberMagicLink', link)).code).toBeUndefined();
  });
});
