/**
 * T1, T2, T4, T54: no field and no form of an id gives a user, visitor or machine access to another user. The requests
 * are generated from the schema, which includes fields that are added later.
 */
import { isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import type { IdKindName } from '../../schema/id.ts';
import { encodeOpaqueId, joinNodeId } from '../../src/graphql/node-id.ts';
import { mintM2mToken } from '../../src/sandbox/shared/tokens.ts';
import {
  buildRequest,
  codeOf,
  type FixedValues,
  fieldAccessOf,
  rootsOf,
  runsByItself,
  takenBy,
} from '../safety/request.ts';
import { recordHostileRequest, startLeakTally } from '../safety/tally.ts';
import { sampleId } from '../sample-id.ts';
import {
  type ActAs,
  type ConsumerGateway,
  gatewayOverSandbox,
  seededUser,
  sent,
  unlimitedThrottle,
} from './gateway.ts';

const who = ['user by JWT', 'user by token', 'visitor', 'visitor with a session', 'machine without scopes'] as const;
type Who = (typeof who)[number];

const EXTERNAL_ID = 'ada-of-the-shop';

const tally = startLeakTally();
const roots = rootsOf(schema);
let g: ConsumerGateway;
let callers: Readonly<Record<Who, ActAs>>;
/** Ids of the other user, by the names of arguments. */
let ids: Readonly<Record<string, string>>;
/** Values of the other user that must be in no response and in no call to Stytch. */
let canaries: readonly string[];
/** The other user, their sessions and values that only the sandbox knows. */
const state = () => {
  const { users, sessions, userSecrets, consents } = g.sandbox.store;
  const { user_id } = g.world.credentials.ada;
  const own = [...sessions.values()].filter(({ session }) => session.user_id === user_id);
  const apps = [...consents.values()].filter((consent) => consent.user_id === user_id);
  return structuredClone({ user: users.get(user_id), secrets: userSecrets.get(user_id), own, apps });
};

beforeAll(async () => {
  g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
  const { user: caller } = g.world.credentials;
  const ada = seededUser(g, 'Ada');
  const [session] = state().own;
  const { store } = g.sandbox;
  store.users.set(ada.user_id, { ...ada, external_id: EXTERNAL_ID });
  ids = {
    userId: ada.user_id,
    emailId: ada.emails[0]?.email_id ?? '',
    phoneId: ada.phone_numbers[0]?.phone_id ?? '',
    methodId: ada.phone_numbers[0]?.phone_id ?? '',
    totpId: ada.totps[0]?.totp_id ?? '',
    passwordId: ada.password?.password_id ?? '',
    cryptoWalletId: ada.crypto_wallets[0]?.crypto_wallet_id ?? '',
    webauthnRegistrationId: ada.webauthn_registrations[0]?.webauthn_registration_id ?? '',
    oauthUserRegistrationId: ada.providers[0]?.oauth_user_registration_id ?? '',
    biometricRegistrationId: ada.biometric_registrations[0]?.biometric_registration_id ?? '',
    sessionId: session?.session.session_id ?? '',
  };
  expect(Object.entries(ids).filter(([, id]) => id === '')).toEqual([]);
  canaries = [
    ...Object.values(ids),
    EXTERNAL_ID,
    'Lovelace',
    ...ada.emails.map(({ email }) => email),
    ...ada.phone_numbers.map(({ phone_number }) => phone_number),
    ...ada.crypto_wallets.map(({ crypto_wallet_address }) => crypto_wallet_address),
    ...ada.providers.map(({ provider_subject }) => provider_subject),
  ];
  callers = {
    'user by JWT': 'user',
    'user by token': { token: caller.session_token },
    visitor: null,
    'visitor with a session': null,
    'machine without scopes': { token: await mintM2mToken(store, 'm2m-client-test-nobody', []) },
  };
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});

/** The kind of id that an argument accepts, and the type whose node id holds it. */
const types: Readonly<Record<string, { kind: IdKindName; type: string }>> = {
  userId: { kind: 'User', type: 'User' },
  emailId: { kind: 'UserEmail', type: 'UserEmail' },
  phoneId: { kind: 'UserPhoneNumber', type: 'UserPhoneNumber' },
  methodId: { kind: 'UserMethod', type: 'UserPhoneNumber' },
  totpId: { kind: 'UserTotp', type: 'UserTotp' },
  passwordId: { kind: 'UserPassword', type: 'UserPassword' },
  cryptoWalletId: { kind: 'UserCryptoWallet', type: 'UserCryptoWallet' },
  webauthnRegistrationId: { kind: 'WebauthnRegistration', type: 'WebauthnRegistration' },
  oauthUserRegistrationId: { kind: 'UserOauthRegistration', type: 'UserOauthRegistration' },
  biometricRegistrationId: { kind: 'UserBiometricRegistration', type: 'UserBiometricRegistration' },
  sessionId: { kind: 'UserSession', type: 'UserSession' },
};
const idsBy = (idFor: (name: string, is: { kind: IdKindName; type: string }) => string): Record<string, string> =>
  Object.fromEntries(Object.entries(types).map(([name, is]) => [name, idFor(name, is)]));
const opaqueId = (name: string, { type }: { type: string }) => {
  const owners = type === 'UserSession' ? [ids['userId'] ?? ''] : [];
  return encodeOpaqueId(type, joinNodeId(...owners, ids[name] ?? ''));
};

/** The forms of ids of the other user and their objects, and of objects that do not exist. */
const forms = (): Readonly<Record<string, FixedValues>> => {
  const named = {
    id: ids,
    'opaque id': idsBy(opaqueId),
    'external id': { ...ids, userId: EXTERNAL_ID },
    nothing: idsBy((_, { kind }) => sampleId(kind)),
  };
  return Object.fromEntries(
    Object.entries(named).map(([form, given]) => [
      form,
      // Filters take lists of them.
      { ...given, ...Object.fromEntries(Object.entries(given).map(([name, id]) => [`${name}s`, id])) },
    ]),
  );
};

/** Ids of the calls to Stytch that name the other user or hold one of their values. */
const namingAda = (): readonly string[] =>
  g.calls
    .filter(({ path, body }) => {
      const sent = `${decodeURIComponent(path)}\n${JSON.stringify(body)}`;
      return canaries.some((text) => sent.includes(text));
    })
    .map(({ id }) => id);

/** Ids of the calls to Stytch, without the gateway's own check of the session. */
const asked = (): readonly string[] => sent(g).filter((id) => id !== 'api_session_v1_Authenticate');

/** Fields whose input names a person or an object of a person. */
const targeted = roots.filter(([kind, field]) => {
  const given: FixedValues = {
    ...Object.fromEntries(Object.keys(types).flatMap((name) => [name, `${name}s`].map((each) => [each, 'x']))),
    ids: 'x',
  };
  const taken = takenBy(buildRequest(kind, field, { ...given, userId: sampleId('User') }));
  return (
    ['user', 'usersById'].includes(field.name) || (field.name !== 'nodes' && [...taken].some((name) => name in given))
  );
});

/** Sign-in by a passcode sent to the named address or number: the passcode is the authorization. */
const BY_CODE = 'authenticateUserPasscode';

describe('T1, T4: another user', () => {
  it('can be named in every field that is tested', () => {
    expect(targeted.length).toBeGreaterThan(30);
    const byThemselves = targeted.filter(([kind, field]) => {
      const { variables } = buildRequest(kind, field, forms()['id'] ?? {});
      return runsByItself(fieldAccessOf(field), variables) && !takenBy({ variables }).has('userId');
    });
    expect(byThemselves.map(([, { name }]) => name)).toEqual([BY_CODE]);
  });

  describe.each(targeted.map(([kind, field]) => [field.name, kind, field] as const))('by %s', (_, kind, field) => {
    it.each(who)('is not exposed to the %s', async (caller) => {
      const before = state();
      const acting =
        caller === 'visitor with a session' ? { sessionToken: g.world.credentials.user.session_token } : {};
      for (const [form, given] of Object.entries(forms())) {
        g.calls.length = 0;
        const { document, variables } = buildRequest(kind, field, { ...acting, ...given });
        const answer = await g.query(document, { as: callers[caller], variables });
        recordHostileRequest(tally, answer, g.calls, canaries, `${field.name} as ${caller} by ${form}`);
        if (field.name === BY_CODE) continue;
        expect(namingAda(), form).toEqual([]);
        const refusal = callers[caller] === null ? 'UNAUTHENTICATED' : 'FORBIDDEN';
        // The response is the same whether or not the other user exists. Most arguments accept Stytch's ids only.
        expect(form === 'external id' ? [refusal, 'INVALID_INPUT'] : [refusal], form).toContain(codeOf(answer));
      }
      // Wrong codes count against the named user.
      if (field.name !== BY_CODE) expect(state()).toEqual(before);
    });
  });

  it('covers more than eight fields with a session in the input', () => {
    const acting = targeted.filter(([kind, field]) =>
      takenBy(buildRequest(kind, field, { sessionToken: 'x' })).has('session'),
    );
    expect(acting.length).toBeGreaterThan(8);
  });
});

describe('T2: ids of nodes', () => {
  const nodes = Object.values(schema.getTypeMap())
    .filter(isObjectType)
    .filter((type) => type.getInterfaces().some(({ name }) => name === 'Node') && type.name !== 'Viewer')
    .map(({ name, extensions }) => [name, extensions['key']] as const);

  it('has node types', () => expect(nodes.length).toBeGreaterThan(3));

  it.each(nodes)('rejects %s for all but its user and servers', async (name, key) => {
    const parts = Array.isArray(key) ? key.map((part: unknown) => ids[String(part)] ?? `${part}-1`) : [];
    const id = encodeOpaqueId(name, joinNodeId(...parts));
    for (const caller of who) {
      for (const document of [
        'query ($id: ID!) { it: node(id: $id) { __typename id } }',
        'query ($id: ID!) { it: nodes(ids: [$id]) { __typename id } }',
      ]) {
        g.calls.length = 0;
        const answer = await g.query(document, { as: callers[caller], variables: { id } });
        recordHostileRequest(tally, answer, g.calls, canaries, `${name} as ${caller}`);
        expect(asked()).toEqual([]);
        expect(codeOf(answer)).toBe(callers[caller] === null ? 'UNAUTHENTICATED' : 'FORBIDDEN');
      }
    }
  });

  it('returns null for the viewer of another user', async () => {
    const { viewer } = await g.data<{ viewer: { id: string } }>('{ viewer { id } }', { as: 'ada' });
    for (const caller of who) {
      g.calls.length = 0;
      const answer = await g.query('query ($id: ID!) { it: node(id: $id) { id } }', {
        as: callers[caller],
        variables: { id: viewer.id },
      });
      expect(answer).toMatchObject({ data: { it: null }, errors: [] });
      expect(asked()).toEqual([]);
    }
  });
});
