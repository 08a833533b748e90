import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeOpaqueId } from '../../src/graphql/node-id.ts';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import { magicLinkFactor } from '../../src/sandbox/consumer/seed/user.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { replacing, stytchError } from '../safety/replaced.ts';
import { sampleId } from '../sample-id.ts';
import { type Lies, softAuthenticator } from '../soft-authenticator.ts';
import { type ActAs, type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';
import { outcome, resultOf as read, sendMutation } from './mutation.ts';
import { creationOptions, registeredAuthenticator, requestOptions } from './operations/webauthn.ts';

const registrar = {
  name: 'registrar',
  sha256: createHash('sha256').update('sgk_registrar').digest('hex'),
  scopes: ['stytch.user:create.webauthn-registration'],
};

let g: ConsumerGateway;
const open = async (settings: Parameters<typeof gatewayOverSandbox>[0] = {}) => {
  await g?.close();
  g = await gatewayOverSandbox({ apiKeys: [registrar], ...settings });
};
beforeEach(async () => {
  g = await gatewayOverSandbox({ apiKeys: [registrar] });
});
afterEach(() => g.close());

const START = 'startUserWebauthnRegistration';
const COMPLETE = 'completeUserWebauthnRegistration';
const CHALLENGE = 'startUserWebauthnAuthentication';
const SIGN_IN = 'authenticateUserWebauthn';
const RENAME = 'updateUserWebauthnRegistration';

const domain = 'localhost';
const idOf = (first: string) => seededUser(g, first).user_id;
const bodyOf = (id: string) => g.calls.findLast((call) => call.id === id)?.body;

const OUTCOME = `webauthnRegistrationId user { userId webauthnRegistrations { webauthnRegistrationId verified } }
  outcome { __typename
    ... on UserSignedIn { sessionToken session { sessionId expiresAt authenticationFactors { __typename type } } }
    ... on UserAuthenticated { userId } }`;

const resultOf = (name: string, input: object, as: ActAs, select: string) => read(g, name, input, as, select);
const signIn = async (publicKeyCredential: string, more: object = {}, as: ActAs = null) =>
  resultOf(SIGN_IN, { publicKeyCredential, ...more }, as, OUTCOME);

/** A session of a seeded user with these factors. */
const sessionOf = (first: string, ...factors: AuthenticationFactor[]): ActAs => ({
  token: startSession(g.sandbox.store, seededUser(g, first), { factors, minutes: 60 }).token,
});

describe('a registration', () => {
  it('is started and completed by a user for themself, and the key joins their session', async () => {
    const authenticator = softAuthenticator();
    const begun = await resultOf(
      START,
      { domain, useBase64UrlEncoding: true, returnPasskeyCredentialOptions: true, userAgent: 'A browser' },
      'user',
      'publicKeyCredentialCreationOptions user { webauthnRegistrations { domain userAgent verified authenticatorType name } }',
    );
    expect(begun['user']).toEqual({
      webauthnRegistrations: [{ domain, userAgent: 'A browser', verified: false, authenticatorType: null, name: null }],
    });
    const options = String(begun['publicKeyCredentialCreationOptions']);
    expect(JSON.parse(options)).toMatchObject({
      rp: { id: domain },
      authenticatorSelection: { residentKey: 'required' },
    });
    expect(bodyOf('api_webauthn_v1_RegisterStart')).toEqual({
      user_id: idOf('Ben'),
      domain,
      use_base64_url_encoding: true,
      return_passkey_credential_options: true,
      user_agent: 'A browser',
    });

    const publicKeyCredential = authenticator.create(options);
    const done = await resultOf(COMPLETE, { publicKeyCredential }, 'user', OUTCOME);
    const { webauthnRegistrationId } = done;
    expect(done).toMatchObject({
      user: { userId: idOf('Ben'), webauthnRegistrations: [{ webauthnRegistrationId, verified: true }] },
      outcome: {
        __typename: 'UserSignedIn',
        sessionToken: g.world.credentials.user.session_token,
        session: {
          authenticationFactors: [{ type: 'MAGIC_LINK' }, { __typename: 'WebauthnFactor', type: 'WEBAUTHN' }],
        },
      },
    });
    expect(bodyOf('api_webauthn_v1_Register')).toEqual({
      user_id: idOf('Ben'),
      public_key_credential: publicKeyCredential,
      session_duration_minutes: 60,
      session_jwt: g.world.credentials.user.session_jwt,
    });
  });

  it('uses the calling user, and accepts an id, authenticator names and a session from servers only', async () => {
    const userId = idOf('Ben');
    const session = { sessionToken: g.world.credentials.user.session_token };
    const publicKeyCredential = softAuthenticator().create(await creationOptions(g, userId));
    const tries: [string, object][] = [
      [START, { domain, userId }],
      [START, { domain, overrideId: 'x' }],
      [START, { domain, overrideName: 'x' }],
      [START, { domain, overrideDisplayName: 'x' }],
      [COMPLETE, { publicKeyCredential, userId }],
      [COMPLETE, { publicKeyCredential, session }],
      [COMPLETE, { publicKeyCredential, sessionCustomClaims: { a: 1 } }],
    ];
    for (const [name, input] of tries) {
      expect(await outcome(g, name, input, { as: 'user' }), JSON.stringify(input)).toBe('FORBIDDEN');
      expect(await outcome(g, name, input, { as: null }), JSON.stringify(input)).toBe('UNAUTHENTICATED');
    }
    expect(await outcome(g, START, { domain }, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, START, { domain }, { as: 'server' })).toBe('INVALID_INPUT');
    expect(sent(g)).toEqual([]);
  });

  it('of a user is made by a server that names them, with the scope', async () => {
    const userId = idOf('Ben');
    const input = { userId, domain, overrideId: 'own-id', overrideName: 'Own', overrideDisplayName: 'Owner' };
    const as: ActAs = { token: 'sgk_registrar' };
    const begun = await resultOf(START, input, as, 'publicKeyCredentialCreationOptions');
    const options = String(begun['publicKeyCredentialCreationOptions']);
    expect(JSON.parse(options).user).toMatchObject({ name: 'Own', displayName: 'Owner' });
    const { session_token: sessionToken } = g.world.credentials.user;
    const done = await resultOf(
      COMPLETE,
      { userId, publicKeyCredential: softAuthenticator().create(options), session: { sessionToken } },
      as,
      'outcome { ... on UserSignedIn { sessionToken } }',
    );
    expect(done).toMatchObject({ outcome: { sessionToken } });
  });

  it('is started with step-up only, and rejected for an impersonator at both steps', async () => {
    const ada = seededUser(g, 'Ada');
    const byMail = sessionOf('Ada', { ...magicLinkFactor(ada), last_authenticated_at: new Date().toISOString() });
    expect(await resultOf(START, { domain }, byMail, 'requestId')).toMatchObject({
      code: 'PRECONDITION_FAILED',
      errorType: 'insufficient_factors',
    });
    const impersonating = sessionOf('Ben', { type: 'impersonated', delivery_method: 'impersonation' });
    expect(await outcome(g, START, { domain }, { as: impersonating })).toBe('FORBIDDEN');
    const publicKeyCredential = softAuthenticator().create(await creationOptions(g, idOf('Ben')));
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: impersonating })).toBe('FORBIDDEN');
    expect(sent(g).filter((id) => id.startsWith('api_webauthn'))).toEqual([]);
  });

  it('waits for the check of the session at Stytch', async () => {
    g.sandbox.store.sessions.clear();
    const publicKeyCredential = softAuthenticator().create(await creationOptions(g, idOf('Ben')));
    expect(await outcome(g, START, { domain }, { as: 'user' })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: 'user' })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, CHALLENGE, { domain }, { as: 'user' })).toBe('UNAUTHENTICATED');
    expect(sent(g).filter((id) => id.startsWith('api_webauthn'))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a domain with a port', { domain: 'localhost:3000' }, 'INVALID_INPUT'],
    ['an unknown kind of authenticator', { domain, authenticatorType: 'UNKNOWN' }, 'INVALID_INPUT'],
  ])('rejects %s', async (_, input, code) => {
    expect(await outcome(g, START, input, { as: 'user' })).toBe(code);
  });

  it.each<[string, (authenticator: ReturnType<typeof softAuthenticator>, options: string) => string, string]>([
    ['a credential without a response', () => '{"id":"AAAA"}', 'INVALID_INPUT'],
    [
      'another origin',
      (authenticator, options) => authenticator.create(options, { origin: 'https://evil.example' }),
      'INVALID_CREDENTIALS',
    ],
    [
      'another domain',
      (authenticator, options) => authenticator.create(options, { domain: 'evil.example' }),
      'INVALID_CREDENTIALS',
    ],
  ])('is not completed by %s', async (_, make, code) => {
    const publicKeyCredential = make(softAuthenticator(), await creationOptions(g, idOf('Ben')));
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: 'user' })).toBe(code);
  });

  it('is completed once, and not by another user', async () => {
    const authenticator = softAuthenticator();
    const publicKeyCredential = authenticator.create(await creationOptions(g, idOf('Ben')));
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: 'ada' })).toBe('PRECONDITION_FAILED');
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: 'user' })).toBe(
      'CompleteUserWebauthnRegistrationPayload',
    );
    expect(await outcome(g, COMPLETE, { publicKeyCredential }, { as: 'user' })).toBe('PRECONDITION_FAILED');
    const again = authenticator.create(await creationOptions(g, idOf('Ben')));
    expect(await outcome(g, COMPLETE, { publicKeyCredential: again }, { as: 'user' })).toBe('CONFLICT');
  });
});

describe('a sign-in', () => {
  it('starts without a user, whom a passkey identifies', async () => {
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    const { data, errors } = await sendMutation(
      g,
      CHALLENGE,
      { domain, useBase64UrlEncoding: true },
      { as: null, select: 'publicKeyCredentialRequestOptions user { userId }' },
    );
    expect(errors.map(({ extensions, path }) => [extensions.code, path?.at(-1)])).toEqual([
      ['UNAUTHENTICATED', 'user'],
    ]);
    const options = String(data?.[CHALLENGE]?.['publicKeyCredentialRequestOptions']);
    expect(JSON.parse(options)).toMatchObject({ rpId: domain, allowCredentials: [] });
    const signedIn = await signIn(authenticator.get(options));
    expect(signedIn).toMatchObject({
      user: { userId: idOf('Ben') },
      outcome: { __typename: 'UserSignedIn', session: { authenticationFactors: [{ type: 'WEBAUTHN' }] } },
    });
    expect(bodyOf('api_webauthn_v1_Authenticate')).toMatchObject({ session_duration_minutes: 60 });
  });

  it('without a session only reports success', async () => {
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    const credential = authenticator.get(await requestOptions(g));
    expect(await signIn(credential, { sessionDurationMinutes: null })).toMatchObject({
      outcome: { __typename: 'UserAuthenticated', userId: idOf('Ben') },
    });
  });

  it('lists a user’s own keys for them, and those of a named user for servers', async () => {
    const select = 'publicKeyCredentialRequestOptions';
    const { id } = await registeredAuthenticator(g, idOf('Ben'));
    const listed = async (input: object, as: ActAs) => {
      const result = await resultOf(CHALLENGE, { domain, useBase64UrlEncoding: true, ...input }, as, select);
      return JSON.parse(String(result[select])).allowCredentials;
    };
    expect(await listed({}, 'user')).toEqual([{ type: 'public-key', id }]);
    expect(bodyOf('api_webauthn_v1_AuthenticateStart')).toMatchObject({ user_id: idOf('Ben') });
    expect(await listed({ userId: idOf('Ben') }, 'server')).toEqual([{ type: 'public-key', id }]);
    expect(await listed({}, 'server')).toEqual([]);
    expect(await listed({ userId: idOf('Ben') }, { token: 'sgk_registrar' })).toHaveLength(1);
  });

  it('returns the named user to servers, and null without one', async () => {
    const userId = idOf('Ada');
    const shownTo = (input: object) => resultOf(CHALLENGE, { domain, ...input }, 'server', 'user { userId }');
    expect(await shownTo({ userId })).toMatchObject({ user: { userId } });
    expect(await shownTo({})).toMatchObject({ user: null });
  });

  it('names a user for servers only', async () => {
    const input = { domain, userId: idOf('Ben') };
    expect(await outcome(g, CHALLENGE, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, CHALLENGE, input, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, CHALLENGE, input, { as: 'ada' })).toBe('FORBIDDEN');
    expect(sent(g)).toEqual([]);
  });

  it('has distinct error codes for no key and an invalid domain', async () => {
    expect(await outcome(g, CHALLENGE, { domain }, { as: 'user' })).toBe('PRECONDITION_FAILED');
    expect(await outcome(g, CHALLENGE, { domain: 'http://localhost' }, { as: null })).toBe('INVALID_INPUT');
  });

  it.each<[string, Lies]>([
    ['another origin', { origin: 'https://evil.example' }],
    ['another domain', { domain: 'evil.example' }],
    ['a counter that goes back', { counter: 1 }],
  ])('is rejected with %s', async (_, lies) => {
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    await signIn(authenticator.get(await requestOptions(g), { counter: 5 }));
    expect(await signIn(authenticator.get(await requestOptions(g), { counter: 6, ...lies }))).toMatchObject({
      code: 'INVALID_CREDENTIALS',
    });
  });

  it('is rejected a second time', async () => {
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    const credential = authenticator.get(await requestOptions(g));
    expect(await signIn(credential)).toMatchObject({ outcome: { __typename: 'UserSignedIn' } });
    expect(await signIn(credential)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('joins the session of the caller: of the bearer token, and of the input for a visitor', async () => {
    const { session_token: sessionToken } = g.world.credentials.user;
    const joined = {
      outcome: { sessionToken, session: { authenticationFactors: [{ type: 'MAGIC_LINK' }, { type: 'WEBAUTHN' }] } },
    };
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    expect(await signIn(authenticator.get(await requestOptions(g)), {}, 'user')).toMatchObject(joined);
    const session = { sessionToken };
    expect(await signIn(authenticator.get(await requestOptions(g)), { session })).toMatchObject(joined);
    const beside = await signIn(authenticator.get(await requestOptions(g)), { session }, 'user');
    expect(beside).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('counts failures by client address', async () => {
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    const codes = new Set<unknown>();
    for (let n = 0; n < 40; n += 1) {
      const lie = authenticator.get(JSON.stringify({ challenge: `AAAA${n}`, rpId: domain }));
      codes.add((await signIn(lie))['code']);
    }
    expect([...codes]).toEqual(['INVALID_CREDENTIALS', 'RATE_LIMITED']);
  });

  it.each(['', 'text', '[]', '{}', `{"id":"${'a'.repeat(20_000)}"}`])(
    'causes no call for an invalid credential: %.8s',
    async (publicKeyCredential) => {
      const code = publicKeyCredential === '' ? 'UNAUTHENTICATED' : 'INVALID_INPUT';
      expect(await outcome(g, SIGN_IN, { publicKeyCredential }, { as: null })).toBe(code);
      expect(sent(g)).toEqual([]);
    },
  );

  it('keeps the credential out of errors', async () => {
    const lie = softAuthenticator().get(JSON.stringify({ challenge: 'AAAA', rpId: domain }));
    const { data } = await sendMutation(g, SIGN_IN, { publicKeyCredential: lie }, { as: null, select: 'requestId' });
    expect(JSON.stringify(data)).not.toContain(JSON.parse(lie).response.signature);
  });
});

describe('each error of Stytch', () => {
  it.each([
    ['invalid_public_key_credential', 400, 'INVALID_INPUT'],
    ['unable_to_auth_webauthn_registration', 401, 'INVALID_CREDENTIALS'],
    ['webauthn_registration_not_found', 404, 'INVALID_CREDENTIALS'],
    ['cannot_use_webauthn_with_pending_user', 400, 'PRECONDITION_FAILED'],
    ['user_lock_limit_reached', 429, 'LOCKED'],
  ])('%s is %s at sign-in', async (word, status, code) => {
    const refused = stytchError(status, word);
    await open({ between: replacing((_, path) => (path === '/v1/webauthn/authenticate' ? refused : undefined)) });
    const credential = softAuthenticator().get(JSON.stringify({ challenge: 'AAAA', rpId: domain }));
    expect(await signIn(credential)).toMatchObject({ code });
  });
});

describe('a key', () => {
  const registrationOf = (first: string) =>
    seededUser(g, first).webauthn_registrations[0]?.webauthn_registration_id ?? '';

  it('is named by its user, by either id', async () => {
    const webauthnRegistrationId = registrationOf('Ada');
    const select = 'webauthnRegistration { id webauthnRegistrationId name }';
    const id = encodeOpaqueId('WebauthnRegistration', webauthnRegistrationId);
    for (const [shown, name] of [
      [webauthnRegistrationId, 'One'],
      [id, 'Two'],
    ] as const) {
      expect(await resultOf(RENAME, { webauthnRegistrationId: shown, name }, 'ada', select)).toMatchObject({
        webauthnRegistration: { id, webauthnRegistrationId, name },
      });
    }
  });

  it('is not renamed by other callers, and no call is made', async () => {
    const input = { webauthnRegistrationId: registrationOf('Ada'), name: 'Mine' };
    expect(await outcome(g, RENAME, input, { as: 'user' })).toBe('FORBIDDEN');
    expect(await outcome(g, RENAME, input, { as: null })).toBe('UNAUTHENTICATED');
    expect(await outcome(g, RENAME, input, { as: { token: 'sgk_registrar' } })).toBe('FORBIDDEN');
    expect(sent(g)).not.toContain('api_webauthn_v1_Update');
    expect(await outcome(g, RENAME, input, { as: 'server' })).toBe('UpdateUserWebauthnRegistrationPayload');
  });

  it('has a name, and an id of its form', async () => {
    const rename = (input: object) => outcome(g, RENAME, input, { as: 'server' });
    expect(await rename({ webauthnRegistrationId: registrationOf('Ada'), name: ' ' })).toBe('INVALID_INPUT');
    expect(await rename({ webauthnRegistrationId: 'credentials', name: 'Laptop' })).toBe('INVALID_INPUT');
    expect(await rename({ webauthnRegistrationId: sampleId('WebauthnRegistration'), name: 'Laptop' })).toBe(
      'NOT_FOUND',
    );
  });

  it('is exposed to its user and to servers, by domain', async () => {
    const document = `query ($id: ID!, $domain: String!) {
      user(by: { id: $id }) { webauthnCredentials(domain: $domain) { id credentialId type publicKey } } }`;
    const read = async (of: string, as: ActAs) => {
      const { data, errors } = await g.query(document, { variables: { id: idOf('Ada'), domain: of }, as });
      return { data, codes: errors.map(({ extensions }) => extensions.code) };
    };
    const [[credentialId] = []] = [...g.sandbox.store.webauthnCredentials];
    const shown = { type: 'public-key', credentialId, id: encodeOpaqueId('WebauthnCredential', credentialId ?? '') };
    for (const as of ['ada', 'server'] as const) {
      expect(await read('localhost', as)).toMatchObject({
        data: { user: { webauthnCredentials: [shown] } },
        codes: [],
      });
    }
    expect(await read('elsewhere.example', 'ada')).toMatchObject({ data: { user: { webauthnCredentials: [] } } });
    expect(await read('localhost:3000', 'ada')).toMatchObject({
      data: { user: { webauthnCredentials: null } },
      codes: ['INVALID_INPUT'],
    });
    expect((await read('localhost', 'user')).codes).toEqual(['FORBIDDEN']);
    expect((await read('localhost', null)).codes).toEqual(['UNAUTHENTICATED']);
  });

  it('does not sign in after its deletion', async () => {
    const authenticator = await registeredAuthenticator(g, idOf('Ben'));
    const webauthnRegistrationId = registrationOf('Ben');
    // The key is now a second kind of factor, so its removal requires step-up.
    expect(await outcome(g, 'deleteUserWebauthnRegistration', { webauthnRegistrationId }, { as: 'user' })).toBe(
      'PRECONDITION_FAILED',
    );
    await signIn(authenticator.get(await requestOptions(g)), {}, 'user');
    const { session_token } = g.world.credentials.user;
    const as: ActAs = { token: session_token };
    expect(await outcome(g, 'deleteUserWebauthnRegistration', { webauthnRegistrationId }, { as })).toBe(
      'DeleteUserWebauthnRegistrationPayload',
    );
    expect(await signIn(authenticator.get(await requestOptions(g)))).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });
});
