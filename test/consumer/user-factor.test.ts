import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkStepUp } from '../../resolvers/consumer/step-up.ts';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import type { User } from '../../src/sandbox/consumer/store.ts';
import { StytchError } from '../../src/stytch/error.ts';
import type { UserSessionFactor } from '../../src/vertical/consumer/identity.ts';
import { sampleId } from '../sample-id.ts';
import { type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, sendMutation } from './mutation.ts';

let g: ConsumerGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
});
afterEach(() => g.close());

/** A session token of Ada's with these factors. */
const tokenWith = (factors: UserSessionFactor[]) => ({
  token: startSession(g.sandbox.store, seededUser(g, 'Ada'), { factors, minutes: 60 }).token,
});

const mail = (at: string): UserSessionFactor => ({
  type: 'magic_link',
  delivery_method: 'email',
  last_authenticated_at: at,
});
const app = (at: string): UserSessionFactor => ({
  type: 'totp',
  delivery_method: 'authenticator_app',
  last_authenticated_at: at,
});
const now = () => new Date().toISOString();
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const phoneId = () => ({ phoneId: seededUser(g, 'Ada').phone_numbers[0]?.phone_id });

describe('removing a factor', () => {
  it('returns the id of the deleted factor, and the user without it', async () => {
    const { phoneId: id } = phoneId();
    const select = 'deletedId phoneId user { phoneNumbers { phoneId } }';
    const { data } = await sendMutation(g, 'deleteUserPhoneNumber', { phoneId: id }, { select });
    expect(data?.['deleteUserPhoneNumber']).toMatchObject({
      deletedId: encodeOpaqueId('UserPhoneNumber', id ?? ''),
      phoneId: id,
      user: { phoneNumbers: [] },
    });
    // The check of the session returned the user, so the owner of the factor is known without a call.
    expect(sent(g)).toEqual(['api_session_v1_Authenticate', 'api_user_v1_DeletePhoneNumber']);
  });

  const others: [name: string, input: string, idOf: (user: User) => string | undefined, kind: string][] = [
    ['Email', 'emailId', ({ emails }) => emails[0]?.email_id, 'UserEmail'],
    ['PhoneNumber', 'phoneId', ({ phone_numbers }) => phone_numbers[0]?.phone_id, 'UserPhoneNumber'],
    ['Totp', 'totpId', ({ totps }) => totps[0]?.totp_id, 'UserTotp'],
    ['Password', 'passwordId', ({ password }) => password?.password_id, 'UserPassword'],
    [
      'WebauthnRegistration',
      'webauthnRegistrationId',
      ({ webauthn_registrations }) => webauthn_registrations[0]?.webauthn_registration_id,
      'WebauthnRegistration',
    ],
    [
      'BiometricRegistration',
      'biometricRegistrationId',
      ({ biometric_registrations }) => biometric_registrations[0]?.biometric_registration_id,
      'UserBiometricRegistration',
    ],
    ['CryptoWallet', 'cryptoWalletId', ({ crypto_wallets }) => crypto_wallets[0]?.crypto_wallet_id, 'UserCryptoWallet'],
    [
      'OauthRegistration',
      'oauthUserRegistrationId',
      ({ providers }) => providers[0]?.oauth_user_registration_id,
      'UserOauthRegistration',
    ],
  ];

  it.each(others)('deleteUser%s of another user is FORBIDDEN before any call', async (name, input, idOf, kind) => {
    const id = idOf(seededUser(g, 'Ada')) ?? '';
    for (const shown of [id, encodeOpaqueId(kind, id)]) {
      expect(await outcome(g, `deleteUser${name}`, { [input]: shown }, { as: 'user' })).toBe('FORBIDDEN');
    }
    expect(await outcome(g, `deleteUser${name}`, { [input]: id }, { as: null })).toBe('UNAUTHENTICATED');
    expect(new Set(sent(g))).toEqual(new Set(['api_session_v1_Authenticate']));
  });

  it.each(others)('deleteUser%s rejects malformed ids', async (name, input) => {
    for (const id of ['external_id', 'emails', sampleId('Role')]) {
      expect(await outcome(g, `deleteUser${name}`, { [input]: id }, { as: 'server' })).toBe('INVALID_INPUT');
    }
    expect(sent(g)).toEqual([]);
  });

  it('requires no step-up of a server, which gets NOT_FOUND for an unknown factor', async () => {
    expect(await outcome(g, 'deleteUserTotp', { totpId: sampleId('UserTotp') }, { as: 'server' })).toBe('NOT_FOUND');
    expect(await outcome(g, 'deleteUserPhoneNumber', phoneId(), { as: 'server' })).toBe('DeleteUserPhoneNumberPayload');
  });

  it('keeps a last factor to sign in', async () => {
    const emailId = seededUser(g, 'Ben').emails[0]?.email_id;
    expect(await outcome(g, 'deleteUserEmail', { emailId }, { as: 'user' })).toBe('CONFLICT');
  });
});

describe('step-up', () => {
  const refusal = async (factors: UserSessionFactor[]) => {
    const { data } = await sendMutation(g, 'deleteUserPhoneNumber', phoneId(), { as: tokenWith(factors) });
    const { code, errorType } = data?.['deleteUserPhoneNumber'] ?? {};
    return [code, errorType];
  };

  it('rejects a session with one factor of a user who has two', async () => {
    expect(await refusal([mail(now())])).toEqual(['PRECONDITION_FAILED', 'insufficient_factors']);
    expect(sent(g)).not.toContain('api_user_v1_DeletePhoneNumber');
  });

  it('rejects two factors of which none is recent', async () => {
    expect(await refusal([mail(hoursAgo(2)), app(hoursAgo(3))])).toEqual(['PRECONDITION_FAILED', 'stale_factors']);
    expect(sent(g)).not.toContain('api_user_v1_DeletePhoneNumber');
  });

  it('rejects an impersonator of the user', async () => {
    const impersonated: UserSessionFactor = {
      type: 'impersonated',
      delivery_method: 'impersonation',
      last_authenticated_at: now(),
    };
    expect(await refusal([impersonated])).toEqual(['FORBIDDEN', null]);
    expect(sent(g)).not.toContain('api_user_v1_DeletePhoneNumber');
  });

  it('accepts two factors of which one is recent', async () => {
    expect(await refusal([mail(hoursAgo(5)), app(now())])).toEqual([undefined, undefined]);
  });

  it('does not count a password, a wallet or an OAuth account as a second factor', () => {
    const ada = seededUser(g, 'Ada');
    const factors: UserSessionFactor[] = [
      mail(now()),
      { type: 'password', delivery_method: 'knowledge', last_authenticated_at: now() },
      { type: 'crypto', delivery_method: 'crypto_wallet', last_authenticated_at: now() },
      { type: 'oauth', delivery_method: 'oauth_google', last_authenticated_at: now() },
    ];
    expect(() => checkStepUp(factors, ada, Date.now())).toThrow(StytchError);
    expect(() => checkStepUp([mail(now())], seededUser(g, 'Ben'), Date.now())).not.toThrow();
  });
});
