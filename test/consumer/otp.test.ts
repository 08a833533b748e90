import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import type { OutboxMessage } from '../../src/sandbox/store.ts';
import { sampleId } from '../sample-id.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';
import { latestSecret } from './operations/magic-link.ts';
import { passcodeFor } from './operations/otp.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

const ADA = '+14155550101';
const NEW = '+14155550177';
const NEW_EMAIL = 'new@passcode.example';
const AUTHENTICATE = 'api_otp_v1_Authenticate';

const answerOf = async (name: string, input: object, select = 'requestId', as: ActAs = null) =>
  (await sendMutation(g, name, input, { as, select })).data?.[name] ?? {};
const latest = (to: string): OutboxMessage | undefined => g.sandbox.store.outbox.find((message) => message.to === to);
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body as Record<string, unknown> | undefined;
const other = (code: string) => (code === '123456' ? '654321' : '123456');

const SIGN_IN = `methodId resetSessions user { userId status phoneNumbers { phoneNumber verified } emailAddresses { verified } } outcome { __typename
  ... on UserSignedIn { sessionToken session { sessionId authenticationFactors { __typename type deliveryMethod } } }
  ... on UserAuthenticated { userId } }`;
const show = (input: object, as: ActAs = null) => answerOf('authenticateUserPasscode', input, SIGN_IN, as);

type Way = { name: string; channel: OutboxMessage['channel']; to: object; id: 'phoneId' | 'emailId'; type: string };
const ways: Way[] = [
  { name: 'Sms', channel: 'sms', to: { phoneNumber: NEW }, id: 'phoneId', type: 'OTP' },
  { name: 'Whatsapp', channel: 'whatsapp', to: { phoneNumber: NEW }, id: 'phoneId', type: 'OTP' },
  { name: 'Email', channel: 'email', to: { emailAddress: NEW_EMAIL }, id: 'emailId', type: 'EMAIL_OTP' },
];
const addressOf = ({ to }: Way) => String(Object.values(to)[0]);

describe.each(ways)('loginOrCreateUserBy...Passcode: $name', (way) => {
  const { name, channel, to, id, type } = way;
  const mutation = `loginOrCreateUserBy${name}Passcode`;

  it('creates a user, whom the passcode signs in for an hour', async () => {
    const asked = await sendMutation(g, mutation, to, { as: null, select: `${id} userCreated` });
    const result = asked.data?.[mutation];
    expect(result).toMatchObject({ [id]: expect.any(String), userCreated: null });
    expect(asked.errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    expect(latest(addressOf(way))).toMatchObject({ channel, secret: expect.stringMatching(/^\d{6}$/) });
    const methodId = result?.[id];
    expect(await show({ methodId, code: latestSecret(g, addressOf(way)) })).toMatchObject({
      methodId,
      resetSessions: false,
      user: { status: 'ACTIVE' },
      outcome: {
        __typename: 'UserSignedIn',
        session: { authenticationFactors: [{ type, deliveryMethod: channel.toUpperCase() }] },
      },
    });
    expect(bodyOf(AUTHENTICATE)).toMatchObject({ method_id: methodId, session_duration_minutes: 60 });
  });

  it('returns the created user to servers, pending on request until the passcode is used', async () => {
    const input = { ...to, createUserAsPending: true };
    const created = await answerOf(mutation, input, `${id} userCreated user { status }`, 'server');
    expect(created).toMatchObject({ userCreated: true, user: { status: 'PENDING' } });
    const shown = await show({ methodId: created[id], code: latestSecret(g, addressOf(way)) });
    expect(shown).toMatchObject({ user: { status: 'ACTIVE' } });
    expect(await outcome(g, mutation, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, mutation, input, { as: 'ada' })).toBe('FORBIDDEN');
  });

  it('accepts an expiration of one to ten minutes', async () => {
    for (const expirationMinutes of [0, 11]) {
      expect(await answerOf(mutation, { ...to, expirationMinutes })).toMatchObject({
        code: 'INVALID_INPUT',
        errorType: 'invalid_expiration_otp',
      });
    }
    expect(latest(addressOf(way))).toBeUndefined();
  });
});

describe('a passcode', () => {
  it('is valid once, for two minutes by default', async () => {
    const passcode = await passcodeFor(g);
    g.pass({ minutes: 3 });
    expect(await show(passcode)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'unable_to_auth_otp_code' });
    const { phoneId: methodId } = await answerOf(
      'sendUserSmsPasscode',
      { phoneNumber: ADA, expirationMinutes: 10 },
      'phoneId',
    );
    const longer = { methodId, code: latestSecret(g, ADA) };
    g.pass({ minutes: 9 });
    expect(await show(longer)).toHaveProperty('outcome');
    expect(await show(longer)).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'unable_to_auth_otp_code' });
  });

  it('replaces the earlier one, for every channel', async () => {
    const { methodId, code } = await passcodeFor(g);
    await answerOf('sendUserWhatsappPasscode', { phoneNumber: ADA });
    const newer = latestSecret(g, ADA);
    if (newer !== code) expect(await show({ methodId, code })).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await show({ methodId, code: newer })).toMatchObject({
      outcome: { session: { authenticationFactors: [{ deliveryMethod: 'WHATSAPP' }] } },
    });
  });

  it('is accepted with the node id of the number, and with no other node id', async () => {
    const { methodId, code } = await passcodeFor(g);
    expect(await show({ methodId: sampleId('User'), code })).toMatchObject({
      code: 'INVALID_INPUT',
      path: ['methodId'],
    });
    expect(sent(g)).toEqual([]);
    expect(await show({ methodId: encodeOpaqueId('UserPhoneNumber', methodId), code })).toMatchObject({ methodId });
  });

  it('joins the session of the bearer token', async () => {
    const { user } = g.world.credentials;
    const emailAddress = 'ben@okafor.example';
    const { emailId: methodId } = await answerOf('sendUserEmailPasscode', { emailAddress }, 'emailId');
    expect(await show({ methodId, code: latestSecret(g, emailAddress) }, 'user')).toMatchObject({
      outcome: {
        sessionToken: user.session_token,
        session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { type: 'EMAIL_OTP' }] },
      },
    });
    expect(bodyOf(AUTHENTICATE)).toMatchObject({ session_jwt: user.session_jwt });
  });

  it('can be bound to the address and the browser of the request', async () => {
    const { phoneId: methodId } = await answerOf('sendUserSmsPasscode', { phoneNumber: ADA }, 'phoneId');
    const input = {
      methodId,
      code: latestSecret(g, ADA),
      options: { ipMatchRequired: true },
      attributes: { ipAddress: '203.0.113.9' },
    };
    expect(await show(input, 'server')).toMatchObject({ errorType: 'attribute_mismatch' });
    expect(await outcome(g, 'authenticateUserPasscode', input, { as: null })).toBe('UNAUTHENTICATED');
    const { attributes: _, ...own } = input;
    expect(await show(own)).toHaveProperty('outcome');
  });

  it('to an unverified address with a password ends other sessions and invalidates the password', async () => {
    const hugo = seededUser(g, 'Hugo');
    const emailAddress = hugo.emails[0]?.email ?? '';
    const { emailId: methodId } = await answerOf('loginOrCreateUserByEmailPasscode', { emailAddress }, 'emailId');
    expect(await show({ methodId, code: latestSecret(g, emailAddress) })).toMatchObject({
      resetSessions: true,
      user: { userId: hugo.user_id, emailAddresses: [{ verified: true }] },
    });
    expect(seededUser(g, 'Hugo').password?.requires_reset).toBe(true);
  });

  it.each([['five digits', '12345']])('of %s is rejected without counting against the user', async (_, code) => {
    const { methodId } = await passcodeFor(g);
    expect(await show({ methodId, code })).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'invalid_code' });
    expect(g.sandbox.store.failures.size).toBe(0);
  });
});

describe.each(ways)('sendUser...Passcode: $name', (way) => {
  const { name, channel, to, id } = way;
  const mutation = `sendUser${name}Passcode`;
  const mine = async () => {
    const { user } = g.world.credentials;
    const stored = g.sandbox.store.users.get(user.user_id);
    return [...(stored?.emails ?? []), ...(stored?.phone_numbers ?? [])].map(({ verified }) => verified);
  };

  it('adds a new one to the calling user, for five minutes unless the passcode is used', async () => {
    const before = await mine();
    const added = await answerOf(mutation, to, id, 'user');
    expect(latest(addressOf(way))).toMatchObject({ channel, user_id: g.world.credentials.user.user_id });
    expect(bodyOf(`api_otp_v1_otp_${channel}_Send`)).toMatchObject({
      session_jwt: g.world.credentials.user.session_jwt,
      attributes: { ip_address: '127.0.0.1' },
    });
    expect(await mine()).toEqual([...before, false]);
    g.pass({ minutes: 6 });
    const late = await show(
      { methodId: added[id], code: latestSecret(g, addressOf(way)) },
      { token: g.world.credentials.user.session_token },
    );
    expect(late).toMatchObject({ code: 'INVALID_CREDENTIALS' });
    expect(await mine()).toEqual(before);

    const again = await answerOf(mutation, to, id, { token: g.world.credentials.user.session_token });
    const code = latestSecret(g, addressOf(way));
    expect(await show({ methodId: again[id], code }, { token: g.world.credentials.user.session_token })).toMatchObject({
      user: { userId: g.world.credentials.user.user_id },
      outcome: {
        session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { deliveryMethod: channel.toUpperCase() }] },
      },
    });
    g.pass({ minutes: 6 });
    await g.data('{ viewer { user { userId } } }', { as: { token: g.world.credentials.user.session_token } });
    expect(await mine()).toEqual([...before, true]);
  });

  it('adds one at a time', async () => {
    await answerOf(mutation, to, id, 'user');
    const second = id === 'emailId' ? { emailAddress: 'second@passcode.example' } : { phoneNumber: '+14155550178' };
    expect(await answerOf(mutation, second, id, 'user')).toMatchObject({
      code: 'CONFLICT',
      errorType: 'too_many_unverified_factors',
    });
  });

  it('requires step-up for a new one, and none for one of the user', async () => {
    const ada = seededUser(g, 'Ada');
    const byText = [...g.sandbox.store.sessions.values()].find(
      ({ session }) => session.user_id === ada.user_id && session.authentication_factors[0]?.type === 'otp',
    );
    const as = { token: byText?.token ?? '' };
    const own = id === 'emailId' ? { emailAddress: ada.emails[0]?.email } : { phoneNumber: ADA };
    expect(await answerOf(mutation, to, id, as)).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'insufficient_factors',
    });
    expect(latest(addressOf(way))).toBeUndefined();
    expect(await answerOf(mutation, own, id, as)).toHaveProperty(id);
    expect(await answerOf(mutation, to, id, 'ada')).toHaveProperty(id);
  });

  it('accepts a user id from servers only', async () => {
    const { user_id: userId } = g.world.credentials.user;
    expect(await outcome(g, mutation, { ...to, userId }, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, mutation, { ...to, userId }, { as: 'user' })).toBe('FORBIDDEN');
    expect(sent(g)).toEqual([]);
    expect(g.sandbox.store.outbox).toEqual([]);
    expect(await answerOf(mutation, { ...to, userId }, 'user { userId }', 'server')).toMatchObject({
      user: { userId },
    });
    expect(await mine()).toContain(false);
  });

  it('returns equal responses for known, unknown and other users’ values, and sends nothing', async () => {
    const known = id === 'emailId' ? { emailAddress: 'ada@lovelace.example' } : { phoneNumber: ADA };
    const forms = [await answerOf(mutation, known, id), await answerOf(mutation, to, id)];
    expect(forms.map((answer) => Object.keys(answer))).toEqual([
      ['__typename', id],
      ['__typename', id],
    ]);
    expect(forms[1]?.[id]).toMatch(id === 'emailId' ? /^email-test-/ : /^phone-number-test-/);
    expect((await answerOf(mutation, to, id))[id]).toBe(forms[1]?.[id]);
    expect(latest(addressOf(way))).toBeUndefined();
    // The number of another user is not added, and the response does not expose that.
    const before = g.sandbox.store.outbox.length;
    expect(await answerOf(mutation, known, id, 'user')).toHaveProperty(id);
    expect(g.sandbox.store.outbox).toHaveLength(before);
    expect(await mine()).not.toContain(false);
    expect(await answerOf(mutation, to, id, 'server')).toMatchObject({ code: 'NOT_FOUND' });
  });

  it('returns the same error for a wrong passcode, whether or not a user has the value', async () => {
    const known = id === 'emailId' ? { emailAddress: 'ada@lovelace.example' } : { phoneNumber: ADA };
    const code = '000001';
    const [right, madeUp] = [await answerOf(mutation, known, id), await answerOf(mutation, to, id)];
    const wrong = await show({
      methodId: right[id],
      code: latest(addressOf({ ...way, to: known }))?.secret === code ? '000002' : code,
    });
    expect(wrong).toMatchObject({ code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' });
    expect(await show({ methodId: madeUp[id], code })).toEqual(wrong);
    expect(await show({ methodId: madeUp[id], code }, 'server')).toMatchObject({ errorType: 'invalid_method_id' });
  });
});

describe('counting', () => {
  it('counts messages by number, for every mutation and channel', async () => {
    const four = ['sendUserSmsPasscode', 'loginOrCreateUserBySmsPasscode', 'sendUserWhatsappPasscode'];
    for (const name of [...four, 'loginOrCreateUserByWhatsappPasscode', 'sendUserSmsPasscode']) {
      expect(await outcome(g, name, { phoneNumber: ADA }, { as: null })).toMatch(/Payload$/);
    }
    for (const name of four) {
      expect(await outcome(g, name, { phoneNumber: ADA }, { as: null })).toBe('RATE_LIMITED');
    }
    expect(sent(g)).toHaveLength(5);
    expect(await outcome(g, 'sendUserSmsPasscode', { phoneNumber: NEW }, { as: null })).toMatch(/Payload$/);
  });

  it('counts wrong passcodes by address or number, below the lock of Stytch', async () => {
    const { methodId, code } = await passcodeFor(g);
    const codes: unknown[] = [];
    for (let n = 0; n < 3; n += 1) codes.push((await show({ methodId, code: other(code) })).code);
    expect(codes).toEqual(['INVALID_CREDENTIALS', 'INVALID_CREDENTIALS', 'LOCKED']);
    expect(sent(g).filter((id) => id === AUTHENTICATE)).toHaveLength(2);
    expect(seededUser(g, 'Ada').is_locked).toBe(false);
  });
});
