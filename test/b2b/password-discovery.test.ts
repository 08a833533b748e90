import { afterEach, beforeEach, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outcomeOf, SIGN_IN_FIELDS, sendMutation, sendMutationOk } from '../mutation.ts';
import { acrossOrganizations, benedikt, latestMailToken, STRONG_PASSWORD } from '../operations/password.ts';

let g: SandboxGateway;
beforeEach(async () => {
  g = await gatewayOverSandbox();
  acrossOrganizations(g);
});
afterEach(() => g.close());

const found = `emailAddress ${SIGN_IN_FIELDS}`;
const bakery = { organization: { slug: 'fernhill-bakery' }, membership: { type: 'ACTIVE_MEMBER' } };

it('a password proves the address, and signs in to an organization', async () => {
  const { emailAddress, password, organizationId } = benedikt(g);
  const answer = await sendMutationOk(g, 'authenticateDiscoveryPassword', { emailAddress, password }, found);
  expect(answer).toMatchObject({
    emailAddress,
    outcome: {
      __typename: 'OrganizationRequired',
      intermediateSessionToken: expect.any(String),
      organizations: expect.arrayContaining([expect.objectContaining(bakery)]),
    },
  });
  const choice = { intermediateSessionToken: outcomeOf(answer).intermediateSessionToken, organizationId };
  expect(await sendMutationOk(g, 'exchangeIntermediateSession', choice, SIGN_IN_FIELDS)).toMatchObject({
    organization: { slug: 'fernhill-bakery' },
  });
});

it('a wrong password and an unknown address get the same error', async () => {
  for (const emailAddress of [benedikt(g).emailAddress, 'nobody@fernhill.example']) {
    expect(await sendMutationOk(g, 'authenticateDiscoveryPassword', { emailAddress, password: 'guess' })).toEqual({
      __typename: 'MutationError',
      code: 'INVALID_CREDENTIALS',
      errorType: 'unauthorized_credentials',
    });
  }
});

it('a password is set by mail, by the owner of the mailbox', async () => {
  const emailAddress = 'newcomer@fernhill.example';
  const start = {
    emailAddress,
    discoveryRedirectUrl: 'https://crumb.example/discover',
    resetPasswordRedirectUrl: 'https://crumb.example/reset',
    locale: 'FR',
  };
  expect(await sendMutationOk(g, 'startDiscoveryPasswordReset', start)).toEqual({
    __typename: 'StartDiscoveryPasswordResetPayload',
    requestId: expect.any(String),
  });
  expect(g.calls[0]?.body).toEqual({
    email_address: emailAddress,
    discovery_redirect_url: 'https://crumb.example/discover',
    reset_password_redirect_url: 'https://crumb.example/reset',
    locale: 'fr',
  });
  const input = { passwordResetToken: latestMailToken(g), password: STRONG_PASSWORD };
  expect(await sendMutationOk(g, 'resetDiscoveryPassword', input, found)).toMatchObject({
    emailAddress,
    outcome: { intermediateSessionToken: expect.any(String) },
  });
  expect(await sendMutationOk(g, 'resetDiscoveryPassword', input)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  const { errors } = await sendMutation(g, 'resetDiscoveryPassword', { ...input, passwordResetToken: '' });
  expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
  expect(
    await sendMutationOk(g, 'authenticateDiscoveryPassword', { emailAddress, password: STRONG_PASSWORD }, found),
  ).toMatchObject({
    emailAddress,
  });
});

it('discovery by password is NOT_CONFIGURED without passwords across organizations', async () => {
  g.sandbox.store.crossOrganizationPasswords = false;
  const { emailAddress, password } = benedikt(g);
  const refused = { code: 'NOT_CONFIGURED', errorType: 'cross_org_passwords_not_enabled' };
  expect(await sendMutationOk(g, 'authenticateDiscoveryPassword', { emailAddress, password })).toMatchObject(refused);
  expect(await sendMutationOk(g, 'startDiscoveryPasswordReset', { emailAddress })).toMatchObject(refused);
});
