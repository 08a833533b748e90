/**
 * `User.totpRecoveryCodes`: who may read the codes, the calls of the gateway, and every error that Stytch documents for
 * them.
 */
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/consumer/index.ts';
import { printSdl } from '../../schema/print-sdl.ts';
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import { secretsOf } from '../../src/sandbox/consumer/store.ts';
import { type AuthenticationFactor, timestamp } from '../../src/sandbox/store.ts';
import { sampleId } from '../sample-id.ts';
import { type ConsumerGateway, gatewayOverSandbox, gatewayOverStubs, seededUser, sent } from './gateway.ts';
import { appOf } from './operations/totp.ts';

const READ =
  'query ($id: ID!) { user(by: { id: $id }) { status totpRecoveryCodes { totpId verified recoveryCodes } } }';
const MINE = '{ viewer { user { totpRecoveryCodes { recoveryCodes } } } }';
const OPERATION = 'api_totp_v1_RecoveryCodes';

describe('User.totpRecoveryCodes', () => {
  let g: ConsumerGateway;
  beforeEach(async () => {
    g = await gatewayOverSandbox();
  });
  afterEach(() => g.close());

  const adaId = () => seededUser(g, 'Ada').user_id;
  /** A session of Ada's with these factors. */
  const adaWith = (...factors: AuthenticationFactor[]) => ({
    token: startSession(g.sandbox.store, seededUser(g, 'Ada'), { factors, minutes: 60 }).token,
  });
  const shownAt = (hours: number) => timestamp(new Date(Date.now() - hours * 3_600_000));
  const mail = (hours = 0): AuthenticationFactor => ({
    type: 'magic_link',
    delivery_method: 'email',
    last_authenticated_at: shownAt(hours),
  });
  const app = (hours = 0): AuthenticationFactor => ({
    type: 'totp',
    delivery_method: 'authenticator_app',
    last_authenticated_at: shownAt(hours),
  });

  it('returns ten codes to the user and to servers, in a no-store response', async () => {
    const { totp_id: totpId, recovery_codes: recoveryCodes } = appOf(g, 'Ada');
    expect(recoveryCodes).toHaveLength(10);
    const shown = { status: 'ACTIVE', totpRecoveryCodes: [{ totpId, verified: true, recoveryCodes }] };
    expect(await g.data(READ, { variables: { id: adaId() }, as: 'ada' })).toEqual({ user: shown });
    expect(await g.data(READ, { variables: { id: adaId() } })).toEqual({ user: shown });
    const response = await g.fetch(
      new Request(`${g.address}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${g.world.credentials.ada.session_token}`,
        },
        body: JSON.stringify({ query: MINE }),
      }),
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.text()).toContain(recoveryCodes[0]);
    const codes = g.calls.filter(({ id }) => id === OPERATION);
    expect(codes.map(({ body }) => body)).toEqual([0, 1, 2].map(() => ({ user_id: adaId() })));
    expect(printSdl(schema)).toContain('totpRecoveryCodes: [TotpRecoveryCodes!] @secret');
  });

  it('is FORBIDDEN for another user and UNAUTHENTICATED for visitors, before any call', async () => {
    const { data, errors } = await g.query(READ, { variables: { id: adaId() }, as: 'user' });
    expect([data, errors.map(({ extensions }) => extensions.code)]).toEqual([{ user: null }, ['FORBIDDEN']]);
    expect((await g.query(READ, { variables: { id: adaId() }, as: null })).errors[0]?.extensions.code).toBe(
      'UNAUTHENTICATED',
    );
    expect(sent(g)).toEqual([]);
  });

  it('requires step-up of the user, and not of servers', async () => {
    const refusal = async (...factors: AuthenticationFactor[]) => {
      const { data, errors } = await g.query(MINE, { as: adaWith(...factors) });
      expect(data).toEqual({ viewer: { user: { totpRecoveryCodes: null } } });
      return [errors[0]?.extensions.code, errors[0]?.extensions['stytch']];
    };
    expect(await refusal(mail())).toMatchObject(['PRECONDITION_FAILED', { errorType: 'insufficient_factors' }]);
    expect(await refusal(mail(2), app(2))).toMatchObject(['PRECONDITION_FAILED', { errorType: 'stale_factors' }]);
    const impersonated: AuthenticationFactor = { type: 'impersonated', delivery_method: 'impersonation' };
    expect((await refusal(mail(), app(), impersonated))[0]).toBe('FORBIDDEN');
    expect(sent(g)).not.toContain(OPERATION);
    const { errors } = await g.query(MINE, { as: adaWith(mail(2), app()) });
    expect(errors).toEqual([]);
  });

  it('is decided by the current session, not by the claims of its JWT', async () => {
    const { ada } = g.world.credentials;
    for (const [id, { token }] of g.sandbox.store.sessions) {
      if (token === ada.session_token) g.sandbox.store.sessions.delete(id);
    }
    const { errors } = await g.query(MINE, { as: 'ada' });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(sent(g)).not.toContain(OPERATION);
  });

  it('is empty without an app, null below an unknown user, and returns codes of an open enrolment', async () => {
    expect(await g.data(MINE, { as: 'user' })).toEqual({ viewer: { user: { totpRecoveryCodes: [] } } });
    expect(await g.data(READ, { variables: { id: sampleId('User') } })).toEqual({ user: null });
    const ben = seededUser(g, 'Ben');
    await g.data('mutation { createUserTotp(input: {}) { ... on CreateUserTotpPayload { totpId } } }', { as: 'user' });
    const [totpId] = Object.keys(secretsOf(g.sandbox.store, ben.user_id).totps);
    expect(await g.data(READ, { variables: { id: ben.user_id } })).toMatchObject({
      user: { totpRecoveryCodes: [{ totpId, verified: false, recoveryCodes: expect.any(Array) }] },
    });
    // An expired enrolment has no codes.
    g.pass({ days: 1 });
    expect(await g.data(READ, { variables: { id: ben.user_id } })).toMatchObject({ user: { totpRecoveryCodes: [] } });
  });

  it('is called with the Stytch id if the user was found by an external id', async () => {
    const farid = seededUser(g, 'Farid');
    const document =
      'query ($externalId: String!) { user(by: { externalId: $externalId }) { totpRecoveryCodes { totpId } } }';
    await g.data(document, { variables: { externalId: farid.external_id } });
    expect(g.calls.find(({ id }) => id === OPERATION)?.body).toEqual({ user_id: farid.user_id });
  });

  it('is one call per request, also for equal concurrent ones', async () => {
    const read = () => g.data(READ, { variables: { id: adaId() }, as: 'adaByToken' });
    await Promise.all([read(), read(), read()]);
    expect(sent(g).filter((id) => id === OPERATION)).toHaveLength(3);
    await read();
    expect(sent(g).filter((id) => id === OPERATION)).toHaveLength(4);
  });

  it('requires a scope of its own from servers', async () => {
    await g.close();
    const key = (name: string, scopes: string[]) => ({
      name,
      sha256: createHash('sha256').update(`sgk_${name}`).digest('hex'),
      scopes,
    });
    g = await gatewayOverSandbox({
      apiKeys: [
        key('reader', ['stytch.user:get']),
        key('support', ['stytch.user:get', 'stytch.user:get.recovery-codes']),
      ],
    });
    const variables = { id: adaId() };
    const refused = await g.query(READ, { variables, as: { token: 'sgk_reader' } });
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['FORBIDDEN']);
    expect(sent(g)).not.toContain(OPERATION);
    expect((await g.query(READ, { variables, as: { token: 'sgk_support' } })).errors).toEqual([]);
  });
});

/** The errors as document 002 defines them. */
const documented = {
  400: [
    'invalid_public_key_credential',
    "Invalid public key credential. Please confirm you're passing a correctly formatted public key credential.",
  ],
  404: ['user_not_found', 'User could not be found.'],
  429: ['too_many_requests', 'Too many requests have been made.'],
  500: [
    'internal_server_error',
    'Oops, something seems to have gone wrong, please reach out to support@stytch.com to let us know what went wrong.',
  ],
} as const;

const bodyOf = (status: keyof typeof documented) => {
  const [error_type, error_message] = documented[status];
  return {
    status_code: status,
    request_id: `request-id-test-${status}`,
    error_type,
    error_message,
    error_url: `https://stytch.com/docs/api/errors/${status}`,
  };
};

/** The error in the graph, with Stytch's own details. */
const errorOf = (status: keyof typeof documented, code: string, facts: object = {}) => ({
  message: documented[status][1],
  path: ['user', 'totpRecoveryCodes'],
  locations: expect.any(Array),
  extensions: {
    code,
    stytch: {
      errorType: documented[status][0],
      statusCode: status,
      requestId: expect.stringMatching(/^request-id-test-/),
      errorUrl: `https://stytch.com/docs/api/errors/${status}`,
      ...facts,
    },
  },
});
/** The siblings of the field keep their data. */
const withoutCodes = { user: { status: 'ACTIVE', totpRecoveryCodes: null } };

describe('User.totpRecoveryCodes with responses of Stytch', () => {
  const id = sampleId('User');
  const user = {
    user_id: id,
    emails: [],
    phone_numbers: [],
    providers: [],
    webauthn_registrations: [],
    biometric_registrations: [],
    totps: [],
    crypto_wallets: [],
    roles: [],
    status: 'active',
    is_locked: false,
    request_id: 'request-id-test-1',
    status_code: 200,
  };
  const json = { headers: { 'content-type': 'application/json' } };

  /** The result of the graph for this response of Stytch to each request for the codes. */
  const answerTo = async (
    answers: { status: number; body: object; headers?: Record<string, string> }[],
    timeout = 10_000,
  ) => {
    const g = await gatewayOverStubs({ timeout });
    try {
      g.stytch.intercept({ method: 'GET', path: `/v1/users/${id}` }).reply(200, user, json);
      for (const { status, body, headers } of answers) {
        g.stytch
          .intercept({ method: 'POST', path: '/v1/totps/recovery_codes', body: JSON.stringify({ user_id: id }) })
          .reply(status, body, { headers: { ...json.headers, ...headers } });
      }
      return await g.query(READ, { variables: { id } });
    } finally {
      // Fails if fewer requests were sent than there are responses.
      await g.close();
    }
  };
  const stubbed = (status: keyof typeof documented, headers: Record<string, string> = {}) => ({
    status,
    body: bodyOf(status),
    headers,
  });
  it('400: the field is null with INVALID_INPUT, and its siblings keep their data', async () => {
    const { data, errors } = await answerTo([stubbed(400)]);
    expect(data).toEqual(withoutCodes);
    expect(errors).toEqual([errorOf(400, 'INVALID_INPUT', { requestId: 'request-id-test-400' })]);
  });

  it('404: the field of a user who was deleted meanwhile is null without an error', async () => {
    expect(await answerTo([stubbed(404)])).toMatchObject({ data: withoutCodes, errors: [] });
  });

  it('404 totps_not_found_for_user: there are no codes', async () => {
    const body = { ...bodyOf(404), error_type: 'totps_not_found_for_user' };
    const { data, errors } = await answerTo([{ status: 404, body }]);
    expect([data, errors]).toEqual([{ user: { status: 'ACTIVE', totpRecoveryCodes: [] } }, []]);
  });

  it('429: it is retried within the deadline, after the time in Retry-After', async () => {
    const totps = [{ totp_id: sampleId('UserTotp'), verified: true, recovery_codes: ['aaaa-bbbb-cccc'] }];
    const body = { request_id: 'request-id-test-2', status_code: 200, user_id: id, totps };
    const began = Date.now();
    const { data, errors } = await answerTo([stubbed(429, { 'retry-after': '1' }), { status: 200, body }]);
    expect([data, errors]).toMatchObject([
      { user: { totpRecoveryCodes: [{ recoveryCodes: ['aaaa-bbbb-cccc'] }] } },
      [],
    ]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(1_000);
  });

  it('429: beyond the deadline it is RATE_LIMITED with `retryAfter`', async () => {
    const { data, errors } = await answerTo([stubbed(429, { 'retry-after': '3' })], 2_000);
    expect(data).toEqual(withoutCodes);
    expect(errors).toEqual([errorOf(429, 'RATE_LIMITED', { retryAfter: 3 })]);
  });

  it('429 without the header: it is retried twice, then RATE_LIMITED without `retryAfter`', async () => {
    const { errors } = await answerTo([stubbed(429), stubbed(429), stubbed(429)]);
    expect(errors).toEqual([errorOf(429, 'RATE_LIMITED')]);
  });

  it('500: it is retried twice, then UPSTREAM_ERROR', async () => {
    const { data, errors } = await answerTo([stubbed(500), stubbed(500), stubbed(500)]);
    expect(data).toEqual(withoutCodes);
    expect(errors).toEqual([errorOf(500, 'UPSTREAM_ERROR')]);
  });
});

describe('User.totpRecoveryCodes with injected failures', () => {
  let g: ConsumerGateway;
  beforeEach(async () => {
    g = await gatewayOverSandbox({ timeout: 2_000 });
  });
  afterEach(() => g.close());

  const fail = async (times: number, error: object) => {
    const response = await fetch(`${g.sandbox.origin}/sandbox/failures`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation: OPERATION, times, error }),
    });
    expect(response.status, await response.text()).toBe(200);
  };
  const read = () => g.query(READ, { variables: { id: seededUser(g, 'Ada').user_id } });
  it.each([
    [400, 1, {}, [errorOf(400, 'INVALID_INPUT')]],
    [404, 1, {}, []],
    [429, 3, {}, [errorOf(429, 'RATE_LIMITED')]],
    [429, 1, { retry_after: 3 }, [errorOf(429, 'RATE_LIMITED', { retryAfter: 3 })]],
    [500, 3, {}, [errorOf(500, 'UPSTREAM_ERROR')]],
  ] as const)('%i, %i times, with %j', async (status, times, more, expected) => {
    await fail(times, { error_type: documented[status][0], ...more });
    const { data, errors } = await read();
    expect([data, errors]).toEqual([withoutCodes, expected]);
    expect(g.calls.filter(({ id }) => id === OPERATION).map((call) => call.status)).toEqual(Array(times).fill(status));
    // No failure is left: the next request succeeds.
    expect((await read()).data).toMatchObject({ user: { totpRecoveryCodes: [{ verified: true }] } });
  });

  it.each([429, 500] as const)('%i once: it is retried with success', async (status) => {
    await fail(1, { error_type: documented[status][0] });
    const { data, errors } = await read();
    expect([data, errors]).toMatchObject([{ user: { totpRecoveryCodes: [{ verified: true }] } }, []]);
    expect(g.calls.filter(({ id }) => id === OPERATION).map((call) => call.status)).toEqual([status, 200]);
  });

  it('404 of the sandbox: an unknown external id is null without an error', async () => {
    const document = '{ user(by: { externalId: "nobody" }) { totpRecoveryCodes { totpId } } }';
    expect(await g.query(document)).toMatchObject({ data: { user: null }, errors: [] });
  });
});
