import { Secret, TOTP } from 'otpauth';
import type { B2BClient } from 'stytch';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { storedMember } from './harness.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterAll(() => sandbox.close());

const bakery = 'fernhill-bakery';
const bank = 'northgate-bank';
const refusal = (status_code: number, error_type: string) => ({ status_code, error_type });

test('the vendor’s SDK manages sessions', async () => {
  const { credentials } = await sandbox.world();
  const { session_token, session_jwt, member_id } = credentials.member;
  const session = await client.sessions.authenticate({
    session_token,
    session_duration_minutes: 60,
    session_custom_claims: { desk: 3 },
    authorization_check: { organization_id: bakery, resource_id: 'document', action: 'read' },
  });
  expect(session).toMatchObject({
    member: { member_id },
    member_session: { custom_claims: { desk: 3 } },
    verdict: { authorized: true, granting_roles: ['stytch_member'] },
  });
  const local = await client.sessions.authenticateJwtLocal({ session_jwt: session.session_jwt });
  expect(local).toMatchObject({ member_id, custom_claims: { desk: 3 }, organization_slug: bakery });
  const viaJwt = await client.sessions.authenticateJwt({ session_jwt });
  expect(viaJwt.member_session.member_id).toBe(member_id);
  await expect(client.sessions.authenticate({})).rejects.toMatchObject(refusal(400, 'no_session_arguments'));

  const key = { organization_id: bakery, member_id };
  const { member_sessions } = await client.sessions.get(key);
  expect(member_sessions.map(({ member_session_id }) => member_session_id)).toContain(
    session.member_session.member_session_id,
  );
  const asMember = { authorization: { session_token } };
  await expect(client.sessions.revoke({ member_id: credentials.admin.member_id }, asMember)).rejects.toMatchObject(
    refusal(403, 'session_authorization_error'),
  );
  expect(await client.sessions.revoke({ session_token }, asMember)).toMatchObject({ status_code: 200 });
  await expect(client.sessions.authenticate({ session_token })).rejects.toMatchObject(
    refusal(404, 'session_not_found'),
  );
});

test('the vendor’s SDK signs in by tokens of other issuers', async () => {
  const { admin, admin_proofs } = (await sandbox.world()).credentials;
  const { access_token, trusted_auth_token, totp } = admin_proofs;
  const exchanged = await client.sessions.exchangeAccessToken({ access_token });
  expect(exchanged.member_id).toBe(admin.member_id);
  const { session_token } = exchanged;
  const attested = await client.sessions.attest({ ...trusted_auth_token, session_token });
  expect(attested.session_token).toBe(session_token);
  const { organization_id, member_id } = admin;
  const stepped = await client.totps.authenticate({
    organization_id,
    member_id,
    code: totp?.code ?? '',
    session_token,
  });
  expect(stepped.member_session?.authentication_factors.map(({ type }) => type)).toEqual([
    'oauth',
    'trusted_auth_token',
    'totp',
  ]);

  const migrated = await client.sessions.migrate({ session_token: 'legacy-session-of-liam', organization_id: bakery });
  expect(migrated.member.email_address).toBe('liam@fernhill.example');
});

test('the vendor’s SDK exchanges into another organization with an authenticator app and recovery codes', async () => {
  const { credentials } = await sandbox.world();
  const { session_token } = credentials.admin;
  const toBank = () => client.sessions.exchange({ organization_id: bank, session_token });
  const { member_authenticated, member_id, intermediate_session_token, mfa_required } = await toBank();
  expect([member_authenticated, mfa_required?.member_options]).toEqual([false, undefined]);
  const key = { organization_id: bank, member_id };
  const { secret, recovery_codes } = await client.totps.create({ ...key, intermediate_session_token });
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  const entered = await client.totps.authenticate({ ...key, code, intermediate_session_token });
  expect(entered.member_session?.authentication_factors.map(({ type }) => type)).toEqual(['magic_link', 'totp']);
  await expect(client.totps.authenticate({ ...key, code, intermediate_session_token })).rejects.toMatchObject(
    refusal(404, 'intermediate_session_not_found'),
  );

  expect((await client.recoveryCodes.get(key)).recovery_codes).toEqual(recovery_codes);
  const [recovery_code = ''] = (await client.recoveryCodes.rotate(key)).recovery_codes;
  const next = await toBank();
  const recovered = await client.recoveryCodes.recover({
    ...key,
    recovery_code,
    intermediate_session_token: next.intermediate_session_token,
  });
  expect(recovered.recovery_codes_remaining).toBe(9);

  const hiro = storedMember(sandbox.store, bakery, 'hiro@fernhill.example');
  const taken = await client.totps.migrate({
    organization_id: bakery,
    member_id: hiro.member_id,
    secret,
    recovery_codes: [],
  });
  expect(taken.member.totp_registration_id).toBe(taken.totp_registration_id);
});
