import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { domains } from '../../src/sandbox/b2b/domains.ts';
import { startSandbox } from '../../src/sandbox/index.ts';
import { builtOperations } from '../../src/sandbox/router.ts';
import { mint, mintIdToken, mintM2mToken } from '../../src/sandbox/shared/tokens.ts';
import { type Harness, startHarness, storedMember, tokenOf } from './harness.ts';

let stytch: Harness;
beforeAll(async () => {
  stytch = await startHarness();
});
afterAll(() => stytch.close());

const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });
const anOrganization = '/v1/b2b/organizations/fernhill-bakery';

test('a wrong project id or secret is rejected by every operation', async () => {
  const { projectId } = stytch.sandbox;
  for (const headers of [basic(`${projectId}:wrong`), basic('wrong:wrong'), { authorization: 'Bearer x' }]) {
    for (const path of [anOrganization, '/v1/nowhere', '/v1/b2b/passwords/authenticate']) {
      expect(await stytch.raw('GET', path, { headers })).toMatchObject({
        status: 401,
        body: { error_type: 'unauthorized_credentials' },
      });
    }
  }
});

test.each([
  ['GET', '/v1/nowhere', undefined, 404, 'route_not_found'],
  ['PATCH', anOrganization, undefined, 405, 'method_not_allowed'],
  ['POST', '/v1/b2b/organizations', '{"organization_name":', 400, 'bad_request'],
  ['POST', '/v1/b2b/organizations', '{"organization_name":7}', 400, 'invalid_argument'],
  ['POST', '/v1/b2b/organizations', '[]', 400, 'invalid_argument'],
  ['POST', '/v1/b2b/organizations', undefined, 400, 'organization_name_missing'],
  ['POST', '/v1/b2b/organizations', '{}', 400, 'organization_name_missing'],
  ['POST', '/v1/users/search', '{}', 400, 'invalid_consumer_endpoint'],
  ['POST', '/v1/b2b/organizations', 'x'.repeat(1_000_001), 413, 'bad_request'],
])('%s %s with %.30s is rejected', async (method, path, body, status, error_type) => {
  expect(await stytch.raw(method, path, body === undefined ? {} : { body })).toMatchObject({
    status,
    body: { error_type },
  });
});

const update = { organization_id: 'fernhill-bakery', organization_name: 'Fernhill' };
const updateId = 'api_organization_v1_Update';

test('invalid session headers are rejected', async () => {
  const { credentials } = await stytch.sandbox.world();
  const { session_jwt: jwt, session_token: session, member_id } = credentials.admin;
  const m2m = await mintM2mToken(stytch.store, 'm2m-client-test-1', ['read:documents']);
  const id = await mintIdToken(stytch.store, member_id, 'connected-app-test-1');
  const foreign = await mint(stytch.store, { sub: member_id, iss: 'stytch.com/another' });

  await stytch.refused(updateId, update, [400, 'too_many_session_arguments'], { jwt, session });
  await stytch.refused(updateId, update, [404, 'session_not_found'], { session: 'unknown' });
  await stytch.refused(updateId, update, [401, 'unable_to_parse_session_jwt'], { jwt: 'a.b.c' });
  await stytch.refused(updateId, update, [401, 'unable_to_parse_session_jwt'], { jwt: `${jwt.slice(0, -8)}AAAAAAAA` });
  await stytch.refused(updateId, update, [401, 'jwt_invalid_claims'], { jwt: m2m });
  await stytch.refused(updateId, update, [401, 'jwt_invalid_audience'], { jwt: id });
  await stytch.refused(updateId, update, [401, 'jwt_invalid_issuer'], { jwt: foreign });
  await stytch.ok(updateId, update, { jwt });
  await stytch.ok(updateId, update, { session });
});

test('a session JWT verifies against the key set, which is public', async () => {
  const { credentials, project_id } = await stytch.sandbox.world();
  const url = new URL(`/v1/b2b/sessions/jwks/${project_id}`, stytch.sandbox.origin);
  const { payload } = await jwtVerify(credentials.member.session_jwt, createRemoteJWKSet(url), {
    issuer: `stytch.com/${project_id}`,
    audience: project_id,
  });
  expect(payload).toMatchObject({
    sub: credentials.member.member_id,
    'https://stytch.com/session': { roles: expect.arrayContaining(['stytch_member']) },
    'https://stytch.com/organization': { slug: 'fernhill-bakery' },
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  await stytch.ok('api_b2b_session_v1_GetJWKS', { project_id });
  await stytch.refused('api_b2b_session_v1_GetJWKS', { project_id: 'another' }, [404, 'project_not_found']);
});

test('JWTs expire after five minutes, sessions at their expiry', async () => {
  const other = await startHarness();
  const { session_jwt: jwt, session_token: session } = (await other.sandbox.world()).credentials.admin;
  other.pass({ minutes: 6 });
  await other.refused(updateId, update, [401, 'jwt_invalid_claims'], { jwt });
  await other.ok(updateId, update, { session });
  other.pass({ days: 1 });
  await other.refused(updateId, update, [404, 'session_not_found'], { session });
  const { credentials } = await other.sandbox.world();
  await other.ok(updateId, update, { jwt: credentials.admin.session_jwt });
  await other.close();
});

test('the permissions of a session follow the roles of its member', async () => {
  const ursula = storedMember(stytch.store, 'northgate-bank', 'ursula.hartmann@northgate.example');
  const key = { organization_id: 'northgate-bank' };
  await stytch.ok('api_organization_v1_ConnectedApps', key, { session: tokenOf(stytch.store, ursula.member_id) });
  await stytch.refused('api_organization_v1_ConnectedApps', key, [403, 'session_authorization_error'], {
    session: tokenOf(
      stytch.store,
      storedMember(stytch.store, 'northgate-bank', 'xavier.dubois@northgate.example').member_id,
    ),
  });
});

test('the world is the same at each start and has ids and credentials', async () => {
  const other = await startHarness();
  const { credentials, origin: _, ...world } = await stytch.sandbox.world();
  const { credentials: __, origin: ___, ...again } = await other.sandbox.world();
  expect({ ...again, organizations: [] }).toEqual({ ...world, organizations: [] });
  expect([...other.store.members.keys()]).toEqual([...stytch.store.members.keys()]);
  expect([...other.store.sessions.values()].map(({ token }) => token).slice(0, 10)).toEqual(
    [...stytch.store.sessions.values()].map(({ token }) => token).slice(0, 10),
  );
  expect(credentials.server_key).toBe('sgk_sandbox_admin');
  const shown = await stytch.raw('GET', '/sandbox/world', { headers: { authorization: '' } });
  expect(shown).toMatchObject({ status: 200, body: { project_id: stytch.sandbox.projectId } });
  expect(await stytch.raw('GET', '/sandbox/outbox')).toEqual({ status: 200, body: { messages: [] } });
  await other.close();
});

test('the seed has the objects that each domain needs', () => {
  const { members, organizations, sessions, consents, connectedApps, scimGroups, memberSecrets } = stytch.store;
  const all = [...members.values()];
  expect(organizations.size).toBe(2);
  expect(all.length).toBeGreaterThan(40);
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['active', 'pending', 'invited', 'deleted']));
  expect(
    new Set(all.flatMap(({ oauth_registrations }) => oauth_registrations.map(({ provider_type }) => provider_type))),
  ).toEqual(new Set(['Google', 'Microsoft', 'Slack', 'Hubspot', 'Github']));
  expect(all.filter(({ totp_registration_id }) => totp_registration_id)).toHaveLength(
    [...memberSecrets.values()].filter(({ totp, recovery_codes }) => totp && recovery_codes.length === 10).length,
  );
  expect([sessions.size > 10, consents.size, connectedApps.size, scimGroups.size]).toEqual([true, 8, 3, 6]);
});

test('a start takes less than half a second', async () => {
  const started = performance.now();
  const sandbox = await startSandbox({ port: 0 });
  expect(performance.now() - started).toBeLessThan(500);
  await sandbox.close();
});

test('every implemented operation is in the contract', () => {
  expect(new Set(builtOperations(domains)).size).toBe(builtOperations(domains).length);
});
