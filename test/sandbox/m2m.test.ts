import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { m2m } from '../../src/sandbox/project/m2m.ts';
import { expectAllAnswered, type Harness, startHarness } from './harness.ts';

let stytch: Harness;
beforeEach(async () => {
  stytch = await startHarness();
});
afterEach(() => stytch.close());

const get = 'api_m2m_v1_m2m_clients_Get';
const update = 'api_m2m_v1_m2m_clients_Update';
const remove = 'api_m2m_v1_m2m_clients_Delete';
const search = 'api_m2m_v1_m2m_clients_Search';
const create = 'api_m2m_v1_m2m_clients_Create';
const start = 'api_m2m_v1_m2m_clients_secrets_RotateStart';
const cancel = 'api_m2m_v1_m2m_clients_secrets_RotateCancel';
const complete = 'api_m2m_v1_m2m_clients_secrets_Rotate';

const make = async (input: Record<string, unknown> = {}) =>
  (await stytch.ok(create, { scopes: ['read:documents', 'read:invoices'], client_name: 'Robot', ...input })).m2m_client;

type Asked = { form?: Record<string, string> | string; headers?: Record<string, string>; project?: string };

/** Calls the token endpoint without the project secret. */
const ask = async ({ form = {}, headers = {}, project = stytch.sandbox.projectId }: Asked) => {
  const response = await fetch(`${stytch.sandbox.origin}/v1/public/${project}/oauth2/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: typeof form === 'string' ? form : new URLSearchParams(form).toString(),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
};
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`,
});
const grant = { grant_type: 'client_credentials' };
const works = async (client_id: string, client_secret: string) =>
  (await ask({ form: { ...grant, client_id, client_secret } })).status === 200;

test('a client is created with its secret shown once, read, updated and deleted', async () => {
  const made = await make({ client_description: 'Does things', trusted_metadata: { team: 'ops', tier: 1 } });
  const { client_secret, ...client } = made;
  expect(client).toEqual({
    client_id: expect.stringMatching(/^m2m-client-test-/),
    client_name: 'Robot',
    client_description: 'Does things',
    status: 'active',
    scopes: ['read:documents', 'read:invoices'],
    client_secret_last_four: client_secret.slice(-4),
    trusted_metadata: { team: 'ops', tier: 1 },
  });
  const key = { client_id: client.client_id };
  const shown = await stytch.ok(get, key);
  expect(shown.m2m_client).toEqual(client);
  expect(JSON.stringify(shown)).not.toContain(client_secret);

  const changed = await stytch.ok(update, {
    ...key,
    client_name: 'Automaton',
    scopes: ['read:documents', 'read:documents'],
    trusted_metadata: { tier: null, region: 'eu' },
  });
  expect(changed.m2m_client).toEqual({
    ...client,
    client_name: 'Automaton',
    scopes: ['read:documents'],
    trusted_metadata: { team: 'ops', region: 'eu' },
  });
  expect((await stytch.ok(get, key)).m2m_client).toEqual(changed.m2m_client);
  expect(await stytch.ok(remove, key)).toMatchObject(key);
  for (const id of [get, update, remove, start, cancel, complete] as const) {
    await stytch.refused(id, key, [404, 'm2m_client_not_found']);
  }
});

test('an imported client keeps its id and secret', async () => {
  const imported = { client_id: 'legacy-robot', client_secret: 'a secret from before' };
  expect(await make(imported)).toMatchObject({ ...imported, client_secret_last_four: 'fore' });
  expect(await works(imported.client_id, imported.client_secret)).toBe(true);
  await stytch.refused(create, { scopes: [], client_id: 'legacy-robot' }, [400, 'duplicate_m2m_client_id']);
});

test.each([
  [{ client_id: '' }, 'm2m_client_invalid_client_id'],
  [{ client_id: 'with:colon' }, 'm2m_client_invalid_client_id'],
  [{ client_secret: 'short' }, 'insecure_m2m_client_secret'],
  [{ client_secret: 'aaaaaaaaaaaa' }, 'insecure_m2m_client_secret'],
  [{ client_secret: 'abcdefgh'.repeat(40) }, 'client_secret_too_long'],
  [{ client_name: 'x'.repeat(129) }, 'm2m_client_invalid_client_name'],
  [{ client_description: 'x'.repeat(1025) }, 'm2m_client_invalid_client_description'],
  [{ scopes: ['two words'] }, 'invalid_m2m_client_scope'],
  [{ scopes: [''] }, 'invalid_m2m_client_scope'],
  [{ scopes: 'read' }, 'invalid_argument'],
])('a client with %j is rejected', async (wrong, type) => {
  const { results_metadata: before } = await stytch.ok(search, {});
  await stytch.refused(create, { scopes: ['a'], ...wrong }, [400, type]);
  expect((await stytch.ok(search, {})).results_metadata).toEqual(before);
});

test('an unknown status is rejected', async () => {
  const { client_id } = await make();
  await stytch.refused(update, { client_id, status: 'asleep' }, [400, 'm2m_client_invalid_status']);
});

test('clients are found by id, name and scope, with AND or OR, page by page', async () => {
  const [a, b] = [
    await make({ client_name: 'Alpha', scopes: ['x'] }),
    await make({ client_name: 'Beta', scopes: ['x', 'y'] }),
  ];
  const found = async (operator: 'AND' | 'OR', ...filters: [string, string[]][]) => {
    const operands = filters.map(([filter_name, filter_value]) => ({ filter_name, filter_value }));
    const { m2m_clients } = await stytch.ok(search, { query: { operator, operands } });
    return m2m_clients.map(({ client_name }) => client_name).sort();
  };
  expect(await found('AND', ['client_id', [a.client_id, b.client_id]])).toEqual(['Alpha', 'Beta']);
  expect(await found('AND', ['client_name', ['Alpha']])).toEqual(['Alpha']);
  expect(await found('AND', ['scopes', ['y']])).toEqual(['Beta']);
  expect(await found('AND', ['scopes', ['x']], ['client_name', ['Beta']])).toEqual(['Beta']);
  expect(await found('OR', ['scopes', ['y']], ['client_name', ['Alpha']])).toEqual(['Alpha', 'Beta']);

  const all = await stytch.ok(search, {});
  expect(all.results_metadata).toEqual({ total: 5 });
  const first = await stytch.ok(search, { limit: 3 });
  const rest = await stytch.ok(search, { limit: 3, cursor: first.results_metadata.next_cursor ?? '' });
  expect([...first.m2m_clients, ...rest.m2m_clients]).toEqual(all.m2m_clients);
  expect(rest.results_metadata.next_cursor).toBeUndefined();
});

test.each([
  [{}, 'm2m_search_missing_filter_name'],
  [{ filter_name: 7 }, 'm2m_search_filter_name_must_be_string'],
  [{ filter_name: 'colour', filter_value: [] }, 'm2m_search_filter_name_not_recognized'],
  [{ filter_name: 'scopes' }, 'm2m_search_missing_filter_value'],
  [{ filter_name: 'scopes', filter_value: 'x' }, 'm2m_search_expected_array_of_strings'],
])('a search by %j is rejected', async (operand, type) => {
  await stytch.refused(search, { query: { operator: 'AND', operands: [operand] } }, [400, type]);
});

test('a token has the requested scopes and verifies against the key set', async () => {
  const { client_id, client_secret } = await make();
  const { status, body, headers } = await ask({
    form: { ...grant, client_id, client_secret, scope: 'read:invoices read:invoices' },
  });
  expect(status).toBe(200);
  expect(body).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read:invoices' });
  expect(headers.get('cache-control')).toBe('no-store');
  const { projectId, origin } = stytch.sandbox;
  const keys = createRemoteJWKSet(new URL(`/v1/b2b/sessions/jwks/${projectId}`, origin));
  const { payload } = await jwtVerify(String(body['access_token']), keys, {
    issuer: `stytch.com/${projectId}`,
    audience: projectId,
  });
  expect(payload).toMatchObject({ sub: client_id, scope: 'read:invoices' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);

  const all = await ask({ form: { ...grant, client_id, client_secret } });
  expect(decodeJwt(String(all.body['access_token']))['scope']).toBe('read:documents read:invoices');
});

test('JSON may have null for what is left out, and parameters that OAuth does not know, as the SDK for Rust sends them', async () => {
  const { client_id, client_secret } = await make();
  const asked = (more: object) =>
    ask({
      form: JSON.stringify({ ...grant, client_id, client_secret, ...more }),
      headers: { 'content-type': 'application/json' },
    });
  for (const more of [{ scope: null }, { scopes: null }, { scopes: ['read:invoices'] }]) {
    const { status, body } = await asked(more);
    expect([status, body['scope']], JSON.stringify(more)).toEqual([200, 'read:documents read:invoices']);
  }
  for (const more of [{ scope: ['read:invoices'] }, { client_id: 7 }, { grant_type: {} }]) {
    expect(await asked(more), JSON.stringify(more)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  }
});

test('the client authenticates by form, JSON or Basic, by exactly one of them', async () => {
  // A colon and a plus in the secret work, since Basic encodes each part.
  const { client_id, client_secret } = await make({ client_secret: 'a:b+c d%e/f' });
  const credentials = { client_id, client_secret };
  expect((await ask({ form: grant, headers: basic(client_id, client_secret) })).status).toBe(200);
  const json = { 'content-type': 'application/json' };
  expect((await ask({ form: JSON.stringify({ ...grant, ...credentials }), headers: json })).status).toBe(200);
  expect((await ask({ form: { ...grant, client_id }, headers: basic(client_id, client_secret) })).status).toBe(200);
  for (const form of [
    { ...grant, ...credentials },
    { ...grant, client_id: 'another' },
  ]) {
    expect(await ask({ form, headers: basic(client_id, client_secret) })).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  }
});

test.each([
  ['no grant type', (c: Credentials) => ({ form: c }), 400, 'invalid_request'],
  ['another grant', (c: Credentials) => ({ form: { ...c, grant_type: 'password' } }), 400, 'unsupported_grant_type'],
  ['a wrong secret', (c: Credentials) => ({ form: { ...grant, ...c, client_secret: 'no' } }), 401, 'invalid_client'],
  ['no secret', ({ client_id }: Credentials) => ({ form: { ...grant, client_id } }), 401, 'invalid_client'],
  ['an unknown client', () => ({ form: { ...grant, client_id: 'x', client_secret: 'y' } }), 401, 'invalid_client'],
  ['a bad header', () => ({ form: grant, headers: { authorization: 'Bearer x' } }), 401, 'invalid_client'],
  ['a foreign scope', (c: Credentials) => ({ form: { ...grant, ...c, scope: 'write:all' } }), 400, 'invalid_scope'],
  ['a parameter twice', () => ({ form: 'grant_type=client_credentials&grant_type=x' }), 400, 'invalid_request'],
  ['an empty body', () => ({ form: '' }), 400, 'invalid_request'],
  ['broken JSON', () => ({ form: '{', headers: { 'content-type': 'application/json' } }), 400, 'invalid_request'],
  ['another type', () => ({ form: grant, headers: { 'content-type': 'text/plain' } }), 400, 'invalid_request'],
] as [string, (credentials: Credentials) => Asked, number, string][])(
  'the token endpoint rejects %s with the error of RFC 6749',
  async (_, wrong, status, error) => {
    const { client_id, client_secret } = await make();
    const answer = await ask(wrong({ client_id, client_secret }));
    expect(answer).toMatchObject({
      status,
      // The SDKs for Java and Rust cannot decode a refusal without its `error_uri`.
      body: {
        error,
        error_description: expect.any(String),
        error_uri: `https://stytch.com/docs/api/errors/${status}#${error}`,
      },
    });
    expect(answer.headers.has('www-authenticate')).toBe(status === 401);
    expect(JSON.stringify(answer.body)).not.toContain(client_secret);
  },
);
type Credentials = { client_id: string; client_secret: string };

test('unknown projects and other methods are rejected by the token endpoint', async () => {
  expect(await ask({ form: grant, project: 'project-test-other' })).toMatchObject({
    status: 404,
    body: { error_type: 'project_not_found' },
  });
  const path = `/v1/public/${stytch.sandbox.projectId}/oauth2/token`;
  expect(await stytch.raw('GET', path)).toMatchObject({ status: 404, body: { error_type: 'route_not_found' } });
});

test.each(['form', 'JSON'])(
  'the project’s own Basic header beside client credentials in a %s body is ignored',
  async (kind) => {
    const { client_id, client_secret } = await make();
    const { projectId, secret } = stytch.sandbox;
    const sent = { ...grant, client_id, client_secret };
    const asked = (headers: Record<string, string>, form: Record<string, string> = sent) =>
      ask(
        kind === 'form'
          ? { form, headers }
          : { form: JSON.stringify(form), headers: { 'content-type': 'application/json', ...headers } },
      );
    expect(await asked(basic(projectId, secret))).toMatchObject({ status: 200, body: { token_type: 'bearer' } });
    // It does not authenticate the client.
    const wrong = { status: 401, body: { error: 'invalid_client' } };
    expect(await asked(basic(projectId, secret), { ...sent, client_secret: 'no' })).toMatchObject(wrong);
    expect(await asked(basic(projectId, secret), { ...grant, client_id })).toMatchObject(wrong);
    expect(await asked(basic(projectId, secret), grant)).toMatchObject(wrong);
    // Invalid project credentials are an error, which tests should find.
    expect(await asked(basic(projectId, 'secret-test-other'))).toMatchObject(wrong);
    expect(await asked(basic('project-test-5a11d0b0-0000-4000-a000-000000000000', secret))).toMatchObject(wrong);
    // The client's credentials are accepted in one place only.
    const other = await make();
    const twice = { status: 400, body: { error: 'invalid_request' } };
    expect(await asked(basic(other.client_id, other.client_secret))).toMatchObject(twice);
    expect(await asked(basic(client_id, client_secret))).toMatchObject(twice);
    expect(await asked(basic(other.client_id, other.client_secret), { ...grant, client_id })).toMatchObject(twice);
  },
);

test('an inactive or deleted client gets no token; its existing tokens stay valid', async () => {
  const { client_id, client_secret } = await make();
  expect(await works(client_id, client_secret)).toBe(true);
  await stytch.ok(update, { client_id, status: 'inactive' });
  expect(await works(client_id, client_secret)).toBe(false);
  await stytch.ok(update, { client_id, status: 'active' });
  expect(await works(client_id, client_secret)).toBe(true);
  await stytch.ok(remove, { client_id });
  expect(await works(client_id, client_secret)).toBe(false);
});

test('during a rotation both secrets are valid; then the next one, or after a cancellation the first', async () => {
  const { client_id, client_secret: first } = await make();
  const key = { client_id };
  await stytch.refused(complete, key, [400, 'm2m_client_not_rotating_secret']);
  await stytch.refused(cancel, key, [400, 'm2m_client_not_rotating_secret']);

  const { next_client_secret: dropped } = (await stytch.ok(start, key)).m2m_client;
  await stytch.refused(start, key, [400, 'm2m_client_already_rotating_secret']);
  expect(await Promise.all([works(client_id, first), works(client_id, dropped)])).toEqual([true, true]);
  expect((await stytch.ok(get, key)).m2m_client.next_client_secret_last_four).toBe(dropped.slice(-4));
  const cancelled = await stytch.ok(cancel, key);
  expect(cancelled.m2m_client.next_client_secret_last_four).toBeUndefined();
  expect(await Promise.all([works(client_id, first), works(client_id, dropped)])).toEqual([true, false]);

  const { next_client_secret: next } = (await stytch.ok(start, key)).m2m_client;
  const { m2m_client } = await stytch.ok(complete, key);
  expect(m2m_client.client_secret_last_four).toBe(next.slice(-4));
  expect(m2m_client.next_client_secret_last_four).toBeUndefined();
  expect(await Promise.all([works(client_id, first), works(client_id, next)])).toEqual([false, true]);
});

test('every operation of the domain succeeds at least once', () => expectAllAnswered(m2m));
