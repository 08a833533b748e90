/**
 * Registers a third-party app; a member consents, the app gets tokens, the organization sees the app, and the consent
 * is revoked.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ActAs, gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const REFUSED = '... on MutationError { code errorType }';
const REGISTER = `mutation {
  createConnectedApp(input: { clientType: THIRD_PARTY, name: "Flourish", description: "Plans shifts.", redirectUrls: ["https://flourish.example/callback"] }) {
    ... on CreateConnectedAppPayload { connectedApp { clientId name } clientSecret } ${REFUSED} } }`;
const ASKED = `mutation ($input: PrepareConnectedAppAuthorizationInput!) {
  prepareConnectedAppAuthorization(input: $input) {
    ... on PrepareConnectedAppAuthorizationPayload { consentRequired client { name description } scopeResults { scope isGrantable } } ${REFUSED} } }`;
const ANSWER = `mutation ($input: AuthorizeConnectedAppInput!) {
  authorizeConnectedApp(input: $input) { ... on AuthorizeConnectedAppPayload { redirectUri authorizationCode } ${REFUSED} } }`;
const MINE = '{ viewer { member { connectedApps { clientId name grantedScopes } } } }';
const OURS = `query ($organizationId: ID!, $clientId: ID!) {
  organization(by: { id: $organizationId }) {
    connectedApps { clientId name }
    connectedApp(clientId: $clientId) { activeMembers { memberId grantedScopes member { emailAddress } } }
  } }`;
const REVOKE = `mutation ($organizationId: ID!, $memberId: ID!, $clientId: ID!) {
  revokeMemberConnectedApp(input: { organizationId: $organizationId, memberId: $memberId, clientId: $clientId }) {
    ... on RevokeMemberConnectedAppPayload { member { connectedApps { clientId } } } ${REFUSED} } }`;

interface Authorization {
  prepareConnectedAppAuthorization: { consentRequired: boolean };
}
interface Ours {
  organization: { connectedApps: { clientId: string }[]; connectedApp: object | null };
}

it('connected app: created, authorized by a member, listed by the organization, revoked', async () => {
  const {
    organization_id: organizationId,
    member_id: memberId,
    session_token,
    email_address,
  } = g.world.credentials.member;
  const data = <Data>(document: string, as: ActAs, variables: object = {}) =>
    g.data<Data>(document, { as, variables: { ...variables } });

  const { createConnectedApp: created } = await data<{
    createConnectedApp: { connectedApp: { clientId: string }; clientSecret: string };
  }>(REGISTER, 'server');
  const { clientId } = created.connectedApp;
  expect(created.clientSecret).toEqual(expect.any(String));

  // The app redirects the browser to the consent page, which uses the session of the member.
  const request = {
    clientId,
    redirectUri: 'https://flourish.example/callback',
    scopes: ['openid', 'email', 'offline_access', 'read:documents', 'read:invoices'],
    member: { sessionToken: session_token },
  };
  expect(await data(ASKED, 'member', { input: request })).toEqual({
    prepareConnectedAppAuthorization: {
      consentRequired: true,
      client: { name: 'Flourish', description: 'Plans shifts.' },
      // A member cannot grant a scope without having its permissions: this member may not read invoices.
      scopeResults: [
        { scope: 'openid', isGrantable: true },
        { scope: 'email', isGrantable: true },
        { scope: 'offline_access', isGrantable: true },
        { scope: 'read:documents', isGrantable: true },
        { scope: 'read:invoices', isGrantable: false },
      ],
    },
  });
  const uses = async () => {
    const { viewer } = await data<{ viewer: { member: { connectedApps: { clientId: string }[] } } }>(MINE, 'member');
    return viewer.member.connectedApps.filter((app) => app.clientId === clientId);
  };
  expect(await uses()).toEqual([]);

  // A denial is returned to the app, and nothing is stored.
  const no = await data(ANSWER, 'member', { input: { ...request, consentGranted: false, state: 's1' } });
  expect(no).toEqual({
    authorizeConnectedApp: {
      redirectUri: 'https://flourish.example/callback?error=access_denied&state=s1',
      authorizationCode: null,
    },
  });
  expect(await uses()).toEqual([]);

  const { authorizeConnectedApp: yes } = await data<{
    authorizeConnectedApp: { redirectUri: string; authorizationCode: string };
  }>(ANSWER, 'member', { input: { ...request, consentGranted: true, state: 's2' } });
  const back = new URL(yes.redirectUri).searchParams;
  expect([back.get('code'), back.get('state')]).toEqual([yes.authorizationCode, 's2']);

  // The app exchanges the code for tokens, and reads who the member is.
  const app = async (path: string, form: Record<string, string>) => {
    const response = await fetch(`${g.sandbox.origin}/v1/public/${g.sandbox.projectId}/oauth2/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: clientId, client_secret: created.clientSecret, ...form }),
    });
    return (await response.json()) as Record<string, string>;
  };
  const tokens = await app('token', {
    grant_type: 'authorization_code',
    code: yes.authorizationCode,
    redirect_uri: request.redirectUri,
  });
  const { access_token = '', refresh_token = '' } = tokens;
  expect(await app('userinfo', { access_token })).toMatchObject({ sub: memberId, email: email_address });
  expect(await app('introspect', { token: access_token })).toMatchObject({ active: true, sub: memberId });
  const refresh = () => app('token', { grant_type: 'refresh_token', refresh_token });
  expect(await refresh()).toMatchObject({ token_type: 'bearer' });

  // The member now uses the app, and an admin of the organization sees that.
  const scopes = ['openid', 'email', 'offline_access', 'read:documents'];
  expect(await uses()).toEqual([{ clientId, name: 'Flourish', grantedScopes: scopes }]);
  const { organization } = await data<Ours>(OURS, 'admin', { organizationId, clientId });
  expect(organization.connectedApps).toContainEqual({ clientId, name: 'Flourish' });
  expect(organization.connectedApp).toEqual({
    activeMembers: [{ memberId, grantedScopes: scopes, member: { emailAddress: email_address } }],
  });

  // No consent is needed for scopes that were granted before.
  const again = { ...request, scopes };
  const asked = () => data<Authorization>(ASKED, 'member', { input: again });
  expect((await asked()).prepareConnectedAppAuthorization.consentRequired).toBe(false);

  expect(await data(REVOKE, 'member', { organizationId, memberId, clientId })).toMatchObject({
    revokeMemberConnectedApp: { member: { connectedApps: expect.not.arrayContaining([{ clientId }]) } },
  });
  expect(await uses()).toEqual([]);
  expect(await app('introspect', { token: access_token })).toMatchObject({ active: false });
  expect(await refresh()).toMatchObject({ error: 'invalid_grant' });
  const after = await data<Ours>(OURS, 'admin', { organizationId, clientId });
  expect(after.organization.connectedApp).toBeNull();
  expect(after.organization.connectedApps).not.toContainEqual({ clientId, name: 'Flourish' });
  expect((await asked()).prepareConnectedAppAuthorization.consentRequired).toBe(true);
});
