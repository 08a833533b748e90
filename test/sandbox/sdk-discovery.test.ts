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
const refusal = (status_code: number, error_type: string) => ({ status_code, error_type });
/** The outbox over HTTP, as a test of an application would read it. */
const lastMessage = async (): Promise<{ to: string; secret: string }> => {
  const response = await fetch(`${sandbox.origin}/sandbox/outbox`);
  const { messages } = await response.json();
  return messages[0];
};

test('the vendor’s SDK discovers by magic link, creates an organization and invites into it', async () => {
  const email_address = 'grace@lighthouse.example';
  await client.magicLinks.email.discovery.send({ email_address });
  const mail = await lastMessage();
  expect(mail.to).toBe(email_address);
  const found = await client.magicLinks.discovery.authenticate({ discovery_magic_links_token: mail.secret });
  const { intermediate_session_token, discovered_organizations } = found;
  expect(discovered_organizations).toEqual([]);
  const asked = await client.discovery.organizations.list({ intermediate_session_token });
  expect(asked.email_address).toBe(email_address);
  const founded = await client.discovery.organizations.create({ intermediate_session_token });
  expect(founded.organization.organization_name).toBe('Lighthouse');
  const { organization_id } = founded.organization;

  const authorization = { session_token: founded.session_token };
  await client.magicLinks.email.invite(
    { organization_id, email_address: 'liam@fernhill.example', roles: ['editor'] },
    { authorization },
  );
  const { session_token } = await client.magicLinks.authenticate({ magic_links_token: (await lastMessage()).secret });
  const { discovered_organizations: liams } = await client.discovery.organizations.list({ session_token });
  expect(liams.map(({ membership }) => membership?.type)).toEqual(['active_member', 'active_member']);
  await expect(
    client.magicLinks.email.invite(
      { organization_id, email_address: 'x@home.example' },
      { authorization: { session_token } },
    ),
  ).rejects.toMatchObject(refusal(403, 'session_authorization_error'));

  await client.magicLinks.email.loginOrSignup({ organization_id, email_address });
  const magic_links_token = (await lastMessage()).secret;
  expect((await client.magicLinks.authenticate({ magic_links_token })).member_authenticated).toBe(true);
  await expect(client.magicLinks.authenticate({ magic_links_token })).rejects.toMatchObject(
    refusal(401, 'unable_to_auth_magic_link'),
  );
});

test('the vendor’s SDK discovers by passcode and signs in with a second factor', async () => {
  const dmitri = storedMember(sandbox.store, bakery, 'dmitri@fernhill.example');
  const { email_address, member_id } = dmitri;
  await client.otps.email.discovery.send({ email_address });
  const { intermediate_session_token } = await client.otps.email.discovery.authenticate({
    email_address,
    code: (await lastMessage()).secret,
  });
  const first = await client.discovery.intermediateSessions.exchange({
    intermediate_session_token,
    organization_id: bakery,
  });
  expect([first.member_authenticated, first.mfa_required?.secondary_auth_initiated]).toEqual([false, 'sms_otp']);
  await client.otps.sms.send({ organization_id: bakery, member_id });
  const text = await lastMessage();
  expect(text.to).toBe(dmitri.mfa_phone_number);
  const second = await client.otps.sms.authenticate({
    organization_id: bakery,
    member_id,
    code: text.secret,
    intermediate_session_token,
  });
  expect(second.member_session?.authentication_factors.map(({ type }) => type)).toEqual(['email_otp', 'otp']);

  await client.otps.email.loginOrSignup({ organization_id: bakery, email_address });
  const { session_token } = second;
  const code = (await lastMessage()).secret;
  const stepped = await client.otps.email.authenticate({ organization_id: bakery, email_address, code, session_token });
  expect([stepped.member_authenticated, stepped.session_token]).toEqual([true, session_token]);
  const again = { organization_id: bakery, email_address, code };
  await expect(client.otps.email.authenticate(again)).rejects.toMatchObject(refusal(401, 'unable_to_auth_otp_code'));
});
