import { createHash } from 'node:crypto';
import type { B2BClient } from 'stytch';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import { storedMember, tokenOf } from './harness.ts';
import { sdkClient } from './sdk.ts';

let sandbox: Sandbox;
let client: B2BClient;
beforeEach(async () => {
  sandbox = await startSandbox({ port: 0 });
  client = sdkClient(sandbox);
});
afterEach(() => sandbox.close());

const organization_id = 'fernhill-bakery';
const strong = 'eleven wet umbrellas in the hall';
const refusal = (status_code: number, error_type: string) => ({ status_code, error_type });
const mailed = () => sandbox.store.outbox[0]?.secret ?? '';

test('the vendor’s SDK manages passwords of an organization', async () => {
  const judged = await client.passwords.strengthCheck({ password: 'dragon', email_address: 'ada@fernhill.example' });
  expect(judged).toMatchObject({ valid_password: false, score: 1, strength_policy: 'zxcvbn' });

  const email_address = 'benedikt@fernhill.example';
  const key = { organization_id, email_address };
  const signedIn = await client.passwords.authenticate({ ...key, password: 'rye needs a longer proof' });
  const { session_token } = signedIn;
  expect(signedIn.member_authenticated).toBe(true);
  await expect(client.passwords.authenticate({ ...key, password: 'x' })).rejects.toMatchObject(
    refusal(401, 'unauthorized_credentials'),
  );

  const inSession = await client.passwords.sessions.reset({ organization_id, password: strong, session_token });
  expect(inSession.session_token).toBe(session_token);
  const changed = await client.passwords.existingPassword.reset({
    ...key,
    existing_password: strong,
    new_password: `${strong} again`,
  });
  expect(changed.member_id).toBe(signedIn.member_id);

  const started = await client.passwords.email.resetStart(key);
  const reset = await client.passwords.email.reset({ password_reset_token: mailed(), password: strong });
  expect(reset.member_email_id).toBe(started.member_email_id);
  await client.passwords.authenticate({ ...key, password: strong });

  const migrated = await client.passwords.migrate({
    organization_id,
    email_address: 'moved@fernhill.example',
    hash_type: 'sha_1',
    hash: createHash('sha1').update(strong).digest('hex'),
    name: 'Moved Here',
  });
  expect(migrated.member_created).toBe(true);
  await client.passwords.authenticate({ ...key, email_address: 'moved@fernhill.example', password: strong });
});

test('the vendor’s SDK manages passwords across organizations', async () => {
  await expect(client.passwords.discovery.email.resetStart({ email_address: 'a@b.example' })).rejects.toMatchObject(
    refusal(400, 'cross_org_passwords_not_enabled'),
  );
  sandbox.store.crossOrganizationPasswords = true;
  const email_address = 'ada@fernhill.example';
  await client.passwords.discovery.email.resetStart({ email_address });
  const reset = await client.passwords.discovery.email.reset({ password_reset_token: mailed(), password: strong });
  expect(reset.discovered_organizations).toHaveLength(2);
  const found = await client.passwords.discovery.authenticate({ email_address, password: strong });
  const { intermediate_session_token } = found;
  const inside = await client.discovery.intermediateSessions.exchange({ intermediate_session_token, organization_id });
  expect(inside.member.email_address).toBe(email_address);

  const benedikt = storedMember(sandbox.store, organization_id, 'benedikt@fernhill.example');
  const session_token = tokenOf(sandbox.store, benedikt.member_id);
  await expect(
    client.passwords.email.requireReset({ email_address, organization_id }, { authorization: { session_token } }),
  ).rejects.toMatchObject(refusal(403, 'session_authorization_tenancy_error'));
  const required = await client.passwords.email.requireReset({ email_address, organization_id });
  expect(required.member?.email_address).toBe(email_address);
  await expect(client.passwords.discovery.authenticate({ email_address, password: strong })).rejects.toMatchObject(
    refusal(400, 'member_reset_password'),
  );
});
