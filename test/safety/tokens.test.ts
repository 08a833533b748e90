/** T9, T15 to T18, F20: a token is rejected unless everything in it is valid. */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getNamedType, isInputObjectType } from 'graphql';
import { CompactEncrypt, importJWK } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { inputNames } from '../../schema/contract-fields.ts';
import { defaultOutage } from '../../src/auth/cached.ts';
import { createKeys } from '../../src/auth/keys.ts';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import { organizationClaims } from '../../src/sandbox/b2b/tokens.ts';
import { keyId, signingKey } from '../../src/sandbox/shared/signing-key.ts';
import { mint, mintAccessToken, mintIdToken, mintM2mToken, publicKeys } from '../../src/sandbox/shared/tokens.ts';
import { type CallOperation, withContractTypes } from '../../src/stytch/client/client.ts';
import { StytchError } from '../../src/stytch/error.ts';
import { createLog, stderrStream } from '../../src/telemetry/log.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { discoveryToken } from '../operations/discovery.ts';
import { volume } from '../volume.ts';
import { roots } from './b2b-roots.ts';
import { buildRequest, type GraphField, targetValues } from './request.ts';
import { listenOnLoopback, statuses } from './socket.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const SESSION = 'https://stytch.com/session';
const ORGANIZATION = 'https://stytch.com/organization';
const WHO = '{ viewer { kind organization { organizationId } } }';
const MESSAGE = 'Invalid or expired token. Sign in again, or send no token.';

const hash = (key: string) => createHash('sha256').update(key).digest('hex');
const keys = ['sgk_the_old_one', 'sgk_the_new_one'] as const;
const tally = startLeakTally();
let g: SandboxGateway;

beforeAll(async () => {
  g = await gatewayOverSandbox({
    tries: unlimitedThrottle(),
    refusedTokens: createRefusedTokens(b2b, 1e6),
    apiKeys: keys.map((key) => ({ name: 'backend', sha256: hash(key), scopes: ['stytch.organization:search'] })),
  });
});
afterAll(() => g.close());
beforeEach(() => {
  g.calls.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});
const asked = () => g.calls.map(({ id }) => id);

/** Advances the clock of this process by a number of seconds. */
const goOn = (seconds: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });

const part = (text: string) => Buffer.from(text).toString('base64url');
const projectKey = createPrivateKey({ key: { ...signingKey }, format: 'jwk' });
const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Any header and payload, with a valid signature. */
function signed(header: string, payload: string, key: KeyObject = projectKey): string {
  const text = `${part(header)}.${part(payload)}`;
  return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
}

const header = (more: object = {}) => JSON.stringify({ alg: 'RS256', kid: keyId, ...more });
function payload(more: object = {}): string {
  const { organization_id, member_id } = g.world.credentials.admin;
  const now = Math.floor(Date.now() / 1000);
  return JSON.stringify({
    iss: `stytch.com/${g.sandbox.projectId}`,
    aud: [g.sandbox.projectId],
    sub: member_id,
    iat: now,
    nbf: now,
    exp: now + 300,
    [SESSION]: { id: 'session-1', roles: ['stytch_member'] },
    [ORGANIZATION]: { organization_id, slug: 'slug' },
    ...more,
  });
}

async function expectRefused(token: string): Promise<void> {
  const answer = await g.query(WHO, { as: { token } });
  recordHostileRequest(tally, answer, g.calls, [], token.slice(0, 100));
  expect(answer.data ?? null).toBeNull();
  expect(answer.errors.map(({ message, extensions }) => [message, extensions.code])).toEqual([
    [MESSAGE, 'UNAUTHENTICATED'],
  ]);
  expect(answer.status).toBe(401);
}

describe('T15: a token with one invalid property', () => {
  it('is otherwise valid: as made here, it is accepted', async () => {
    const token = signed(header(), payload());
    expect(await g.data('{ viewer { kind } }', { as: { token } })).toEqual({ viewer: { kind: 'MEMBER' } });
  });

  it.each<[string, () => string | Promise<string>]>([
    ['a critical header of its own', () => signed(header({ crit: ['x'], x: 1 }), payload())],
    ['a payload that is not encoded', () => signed(header({ crit: ['b64'], b64: false }), payload())],
    ['`crit` that is empty', () => signed(header({ crit: [] }), payload())],
    ['`crit` that is not a list', () => signed(header({ crit: 'exp' }), payload())],
    ['a key id that is a path', () => signed(header({ kid: '../../x' }), payload())],
    ['a key id that is a command', () => signed(header({ kid: "x' UNION SELECT '" }), payload())],
    ['a key id that is a prototype', () => signed(header({ kid: '__proto__' }), payload())],
    ['a key id of 8 kB', () => signed(header({ kid: 'k'.repeat(8192) }), payload())],
    ['an algorithm other than that of its signature', () => signed(header({ alg: 'RS384' }), payload())],
    ['an algorithm in lower case', () => signed(header({ alg: 'rs256' }), payload())],
    ['a list of algorithms', () => signed(header({ alg: ['RS256'] }), payload())],
    ['no algorithm', () => signed(JSON.stringify({ kid: keyId }), payload())],
    ['null for a header', () => signed('null', payload())],
    ['a list for a header', () => signed('[]', payload())],
    ['null for claims', () => signed(header(), 'null')],
    ['a list for claims', () => signed(header(), '[]')],
    ['text for claims', () => signed(header(), '"admin"')],
    ['claims 1,500 levels deep', () => signed(header(), `${'{"a":'.repeat(1500)}1${'}'.repeat(1500)}`)],
    ['claims on its prototype', () => signed(header(), `{"__proto__":${payload()}}`)],
    ['an expiry that is not a number', () => signed(header(), payload({ exp: 'never' }))],
    ['an expiry that is null', () => signed(header(), payload({ exp: null }))],
    ['a not-before time that is not a number', () => signed(header(), payload({ nbf: 'always' }))],
    ['no issuer', () => signed(header(), payload({ iss: undefined }))],
    ['two issuers', () => signed(header(), payload({ iss: [`stytch.com/${g.sandbox.projectId}`, 'evil'] }))],
    [
      'an issuer with a suffix',
      () => signed(header(), payload({ iss: `stytch.com/${g.sandbox.projectId}.evil.example` })),
    ],
    ['no audience', () => signed(header(), payload({ aud: undefined }))],
    ['an audience that is an object', () => signed(header(), payload({ aud: { 0: g.sandbox.projectId } }))],
    ['roles that are not a list', () => signed(header(), payload({ [SESSION]: { id: 's', roles: 'stytch_admin' } }))],
    ['no organization', () => signed(header(), payload({ [ORGANIZATION]: null }))],
    ['no signature', () => `${part(header())}.${part(payload())}.`],
    ['a signature by another key', () => signed(header(), payload(), otherKey.privateKey)],
    [
      'a claim inserted into the signed payload',
      () => {
        const [head, claims = '', signature] = signed(header(), payload()).split('.');
        const text = Buffer.from(claims, 'base64url').toString();
        return [head, part(text.replace('"sub":', '"sub":"member-of-somebody","sub":')), signature].join('.');
      },
    ],
    [
      'the same claim twice, with different values',
      () => signed(header(), payload().replace(/}$/, ',"sub":"user-1"}')),
    ],
    [
      'encryption (JWE)',
      async () =>
        new CompactEncrypt(Buffer.from(payload()))
          .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: keyId })
          .encrypt(await importJWK({ kty: 'RSA', n: signingKey.n ?? '', e: signingKey.e ?? '' }, 'RSA-OAEP-256')),
    ],
    ['an extra part', () => `${signed(header(), payload())}.x`],
    ['padding', () => `${signed(header(), payload())}==`],
    ['a character that base64 decoders skip', () => signed(header(), payload()).replace('.', '~.')],
  ])('with %s is rejected without a call', async (_, make) => {
    await expectRefused(await make());
    expect(asked()).toEqual([]);
  });

  it.each(['jku', 'x5u'])('is not verified with the keys at `%s`, which are never fetched', async (name) => {
    let fetched = 0;
    const jwk = { ...otherKey.publicKey.export({ format: 'jwk' }), kid: keyId, alg: 'RS256', use: 'sig' };
    const evil = createServer((_, response) => {
      fetched += 1;
      response.end(JSON.stringify({ keys: [jwk] }));
    }).listen(0, '127.0.0.1');
    await once(evil, 'listening');
    const url = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/keys`;
    for (const kid of [keyId, 'evil-1']) {
      await expectRefused(signed(header({ kid, [name]: url }), payload(), otherKey.privateKey));
      await expectRefused(signed(header({ kid, jwk }), payload(), otherKey.privateKey));
    }
    evil.close();
    expect({ fetched, asked: asked() }).toEqual({ fetched: 0, asked: [] });
  });

  it('of more than 16 kB is rejected by the handler too, which has no limit of headers', async () => {
    const authorization = `Bearer ${signed(header(), payload({ padding: 'p'.repeat(16_384) }))}`;
    const headers = { 'content-type': 'application/json', authorization };
    const body = JSON.stringify({ query: '{ viewer { kind } }' });
    const response = await g.gateway.fetch(new Request('http://localhost/graphql', { method: 'POST', headers, body }));
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(asked()).toEqual([]);
  });

  it('in a header above 16 kB is rejected by the listener', async () => {
    const listening = await listenOnLoopback(g.gateway);
    const answer = await listening.raw(
      `POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAuthorization: Bearer ${'a.'.repeat(8500)}\r\nContent-Length: 2\r\n\r\n{}`,
    );
    await listening.close();
    expect(statuses(answer)).toEqual([431]);
    expect(asked()).toEqual([]);
  });
});

describe('T16: a token in the place of another kind', () => {
  const member = () => g.world.credentials.member;
  const otherProject = { iss: 'stytch.com/project-test-other', aud: ['project-test-other'] };
  /** Every kind of token, and the name of its input field. */
  const kinds: readonly (readonly [string, string | null, () => string | Promise<string>])[] = [
    ['a session token', 'sessionToken', () => member().session_token],
    ['a session JWT', 'sessionJwt', () => member().session_jwt],
    ['an intermediate session', 'intermediateSessionToken', () => discoveryToken(g, 'quinn@elsewhere.example')],
    ['a machine’s token', null, () => mintM2mToken(g.sandbox.store, 'm2m-client-test-1', ['admin'])],
    ['an ID token', null, () => mintIdToken(g.sandbox.store, member().member_id, 'connected-app-test-1')],
    [
      'a connected app’s token',
      'accessToken',
      () =>
        mintAccessToken(g.sandbox.store, {
          personId: member().member_id,
          clientId: 'app-1',
          scopes: ['openid', 'admin'],
          claims: organizationClaims({ organization_id: member().organization_id, organization_slug: 's' }),
        }),
    ],
    [
      'a consumer’s session',
      null,
      () => mint(g.sandbox.store, { sub: 'user-test-1', [SESSION]: { id: 's', roles: [] } }),
    ],
    ['a consumer’s session with an organization', null, () => signed(header(), payload({ sub: 'user-test-1' }))],
    ['another project’s session', null, () => signed(header(), payload(otherProject))],
    ['a key of the gateway', null, () => keys[0]],
  ];

  it('is no bearer token: only sessions, machines and keys are accepted', async () => {
    for (const [what, field, make] of kinds) {
      if (field?.startsWith('session') || what === 'a machine’s token' || what === 'a key of the gateway') continue;
      const token = await make();
      g.calls.length = 0;
      await expectRefused(token);
      // Only Stytch can check a token that is not a JWT.
      expect(asked(), what).toEqual(token.includes('.') ? [] : ['api_b2b_session_v1_Authenticate']);
    }
  });

  it('a machine’s token with the claims of a session stays a machine’s, and a member’s with a scope a member’s', async () => {
    const machine = signed(header(), payload({ sub: 'm2m-client-test-1', scope: 'admin' }));
    expect(await g.data('{ viewer { kind scopes } }', { as: { token: machine } })).toEqual({
      viewer: { kind: 'SERVER', scopes: [] },
    });
    const person = signed(header(), payload({ scope: 'admin', client_id: 'm2m-client-test-1' }));
    expect(await g.data('{ viewer { kind roleIds } }', { as: { token: person } })).toEqual({
      viewer: { kind: 'MEMBER', roleIds: ['stytch_member'] },
    });
  });

  const tokenInputs = (field: GraphField) =>
    field.args
      .flatMap(({ name, type }) => {
        const named = getNamedType(type);
        return isInputObjectType(named) ? inputNames(named).map((input) => input.name) : [name];
      })
      .filter((name) => /(Token|Jwt)$/.test(name));
  const takingTokens = roots
    .filter(([, field]) => tokenInputs(field).length > 0)
    .map(([kind, field]) => [field.name, kind, field] as const);

  it('covers more than 25 fields that take one', () => expect(takingTokens.length).toBeGreaterThan(25));

  it.each(takingTokens)('%s accepts no token of another kind', async (_, kind, field) => {
    const { organization_id, member_id } = member();
    for (const name of tokenInputs(field)) {
      for (const [what, place, make] of kinds) {
        if (place === name) continue;
        const { document, variables } = buildRequest(kind, field, {
          ...targetValues(organization_id, member_id),
          [name]: await make(),
        });
        g.calls.length = 0;
        const answer = await g.query<{ it: { __typename: string; code?: string } | null }>(document, {
          as: null,
          variables,
        });
        recordHostileRequest(tally, answer, g.calls, [], `${field.name}: ${what} as ${name}`);
        const { it: outcome = null } = answer.data ?? {};
        const codes = [
          ...answer.errors.map(({ extensions }) => extensions.code),
          ...(outcome?.code ? [outcome.code] : []),
        ];
        expect(outcome?.__typename ?? 'MutationError', `${what} as ${name}`).toBe('MutationError');
        expect(codes, `${what} as ${name}`).toHaveLength(1);
      }
    }
  });
});

const KEY_IDS = volume(200, 1_000);

describe(`T17: ${KEY_IDS} unknown key ids`, () => {
  const flood = (from: number) =>
    Promise.all(
      Array.from({ length: KEY_IDS }, (_, index) =>
        expectRefused(signed(header({ kid: `jwk-test-${from + index}` }), payload())),
      ),
    );

  it('cause one fetch of the keys per half minute', async () => {
    // A stale connection is retried, which is not a fetch of its own.
    const looks = () => g.calls.filter(({ status }) => status !== 0).map(({ id }) => id);
    goOn(0);
    await flood(0);
    expect(looks(), 'even right after the keys were fetched').toEqual(['api_b2b_session_v1_GetJWKS']);
    goOn(29);
    await flood(KEY_IDS);
    expect(looks()).toEqual(['api_b2b_session_v1_GetJWKS']);
    goOn(31);
    await flood(2 * KEY_IDS);
    expect(looks()).toEqual(['api_b2b_session_v1_GetJWKS', 'api_b2b_session_v1_GetJWKS']);
  }, 60_000);

  const header1 = { alg: 'RS256', kid: keyId };
  const jws = { payload: '', signature: '' };
  const keysOver = (send: CallOperation) =>
    createKeys({
      vertical: b2b,
      stytch: withContractTypes(send),
      projectId: 'p',
      log: createLog('warn', stderrStream()),
      maxStaleMs: defaultOutage.keys,
    });
  const answered = { keys: publicKeys(), project_id: 'p', request_id: 'r', status_code: 200 };

  it('do not delay tokens with a known key, even while Stytch does not respond', async () => {
    let asks = 0;
    const send: CallOperation = () => {
      asks += 1;
      return asks === 1 ? Promise.resolve(answered) : new Promise(() => {});
    };
    const { get, warm } = keysOver(send);
    await warm();
    goOn(31);
    Promise.resolve(get({ ...header1, kid: 'jwk-test-unknown' }, jws)).catch(() => {});
    await expect(get(header1, jws)).resolves.toBeDefined();
    expect(asks).toBe(2);
  });

  it('do not prevent the use of a new key, nor the removal of a withdrawn key', async () => {
    let keysNow = publicKeys();
    const { get, warm } = keysOver(async () => ({ ...answered, keys: keysNow }));
    await warm();
    keysNow = publicKeys().map((key) => ({ ...key, kid: 'jwk-test-new' }));
    goOn(31);
    await expect(get({ ...header1, kid: 'jwk-test-new' }, jws)).resolves.toBeDefined();
    await expect(get(header1, jws)).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    keysNow = publicKeys();
    goOn(11 * 60);
    await expect(get({ ...header1, kid: 'jwk-test-new' }, jws)).rejects.toMatchObject({
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
  });

  it('are rejected with the cached keys if new keys cannot be fetched', async () => {
    let up = true;
    const send: CallOperation = async () => {
      if (up) return answered;
      throw new StytchError({ code: 'UPSTREAM_UNAVAILABLE', message: 'down' });
    };
    const { get, warm } = keysOver(send);
    await warm();
    up = false;
    for (let minutes = 0; minutes < 60; minutes += 1) {
      goOn(60);
      await expect(get(header1, jws)).resolves.toBeDefined();
    }
  });
});

describe('T18: a key of the gateway', () => {
  it.each(keys)('works, with two keys for one server: %s', async (token) => {
    expect(await g.data('{ organizations { totalCount } }', { as: { token } })).toEqual({
      organizations: { totalCount: 2 },
    });
  });

  it.each([
    ['its hash', `sgk_${hash(keys[0])}`],
    ['the key with an extra letter', `${keys[0]}s`],
    ['the key without its last letter', keys[0].slice(0, -1)],
    ['the key in another case', keys[0].replace('old', 'OLD')],
    ['the prefix alone', 'sgk_'],
    ['another key', 'sgk_admin'],
  ])('is not accepted as %s', async (_, token) => {
    await expectRefused(token);
    expect(asked()).toEqual([]);
  });

  it.each<[string, string, Record<string, string>]>([
    ['the query string', `?access_token=${keys[0]}&authorization=Bearer%20${keys[0]}&api_key=${keys[0]}`, {}],
    ['a cookie', '', { cookie: `authorization=Bearer ${keys[0]}; token=${keys[0]}` }],
    [
      'another header',
      '',
      { 'x-api-key': keys[0], 'proxy-authorization': `Bearer ${keys[0]}`, 'x-authorization': keys[0] },
    ],
  ])('in %s is ignored', async (_, query, headers) => {
    const response = await g.fetch(
      new Request(`http://gateway.test/graphql${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ query: '{ viewer { kind } organizations { totalCount } }' }),
      }),
    );
    expect(await response.json()).toMatchObject({
      data: { viewer: { kind: 'VISITOR' }, organizations: null },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(asked()).toEqual([]);
  });

  it.each([
    ['without its scheme', keys[0]],
    ['under another scheme', `Basic ${Buffer.from(`a:${keys[0]}`).toString('base64')}`],
    ['twice', `Bearer ${keys[0]} Bearer ${keys[0]}`],
    ['beside another', `Bearer ${keys[0]}, Bearer ${keys[1]}`],
    ['with a space before it', `Bearer  ${keys[0]}`],
    ['with an empty key', 'Bearer '],
  ])('%s is rejected, and not treated as a visitor', async (_, authorization) => {
    const response = await g.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: '{ viewer { kind } }' }),
      }),
    );
    expect(response.status).toBe(401);
    expect(asked()).toEqual([]);
  });
});

describe('T9: a server’s token in a request of a page', () => {
  const ask = async (gateway: SandboxGateway, token: string, headers: Record<string, string>) => {
    const response = await gateway.fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
        body: JSON.stringify({ query: '{ viewer { kind } organizations { totalCount } }' }),
      }),
    );
    return { status: response.status, body: await response.text() };
  };
  const origins = ['https://evil.example', 'http://localhost', 'null'];

  it.each(origins)('of %s is rejected with the reason', async (origin) => {
    const machine = await mintM2mToken(g.sandbox.store, 'm2m-client-test-1', []);
    for (const token of [keys[0], 'sgk_sandbox_admin', machine]) {
      const { status, body } = await ask(g, token, { origin });
      expect(status).toBe(401);
      expect(body).toContain('must not be used in a browser');
      expect(body).not.toContain(token);
    }
    expect(asked()).toEqual([]);
  });

  it('is accepted if GraphiQL is served, where people try their keys', async () => {
    const withPage = await gatewayOverSandbox({ page: async () => null });
    const { body } = await ask(withPage, 'sgk_sandbox_admin', { origin: 'http://localhost' });
    await withPage.close();
    expect(JSON.parse(body)).toEqual({ data: { viewer: { kind: 'SERVER' }, organizations: { totalCount: 2 } } });
  });

  it('does not affect the tokens of members, which belong in pages', async () => {
    const { body } = await ask(g, g.world.credentials.admin.session_jwt, { origin: 'https://app.example' });
    expect(body).toContain('"kind":"MEMBER"');
  });
});

describe('F20: a clock that is wrong', () => {
  // The tolerance is 30 s; the tests leave some seconds for a slow machine.
  it.each([-22, -10, 10, 28])('by %i seconds is tolerated', async (seconds) => {
    const now = Math.floor(Date.now() / 1000) + seconds;
    const token = signed(header(), payload({ iat: now, nbf: now, exp: seconds < 0 ? now + 1 : now + 300 }));
    expect(await g.data('{ viewer { kind } }', { as: { token } })).toEqual({ viewer: { kind: 'MEMBER' } });
  });

  it('by ten minutes rejects every session, with one log line without the token', async () => {
    g.logged.length = 0;
    for (const minutes of [10, -10]) {
      const now = Math.floor(Date.now() / 1000) + minutes * 60;
      const token = signed(header(), payload({ iat: now, nbf: now, exp: now + 300 }));
      for (let i = 0; i < 20; i += 1) await expectRefused(token);
    }
    expect(g.logged).toEqual([
      JSON.stringify({
        message: 'local clock is slow: a token with a valid signature begins in the future',
      }),
    ]);
    expect(asked()).toEqual([]);
  });
});
