import type { ResultOf } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
import { describe, expect } from 'vitest';
import { SERVER_KEY } from '../../gateway.ts';
import { graphql } from '../gql/gql.ts';
import { type ClientGateway, clientTest, present } from '../harness.ts';
import { SaveSettings, Settings, SignIn } from '../types/documents.ts';

const test = clientTest('graphql-request');

const RenameOrganization = graphql(`
  mutation RenameOrganization($organizationId: ID!, $name: String!) {
    updateOrganization(input: { organizationId: $organizationId, name: $name }) {
      ... on UpdateOrganizationPayload { organization { name mfaPolicy createdAt } }
      ... on MutationError { code errorType }
    }
  }
`);

const InviteByForm = graphql(`
  mutation InviteByForm($organizationId: ID!, $emailAddress: EmailAddress!) {
    inviteMember(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {
      ... on InviteMemberPayload { member { id } }
      ... on MutationError { code path message }
    }
  }
`);

const Colleague = graphql(`
  query Colleague($organizationId: ID!, $by: MemberBy!) {
    member(organizationId: $organizationId, by: $by) { id name recoveryCodes }
  }
`);

const ByIds = graphql(`
  query ByIds($organizationId: ID!, $ids: [ID!]!) {
    membersById(organizationId: $organizationId, ids: $ids) { id name }
    organizationsById(ids: [$organizationId]) { id name }
  }
`);

const bakery = 'fernhill-bakery';
const authorization = (token: string) => ({ authorization: `Bearer ${token}` });

describe('a mutation', () => {
  test('answers a type to narrow by', async ({ g }) => {
    const client = new GraphQLClient(g.endpoint, { headers: authorization(SERVER_KEY) });
    const organizationId = g.world.credentials.admin.organization_id;
    const { updateOrganization: renamed } = await client.request(RenameOrganization, {
      organizationId,
      name: 'Renamed',
    });
    if (renamed?.__typename !== 'UpdateOrganizationPayload') throw new Error(renamed?.code);
    expect(renamed.organization.name).toBe('Renamed');
    expect(renamed.organization.createdAt).toMatch(/^\d{4}-/);

    const { updateOrganization: refused } = await client.request(RenameOrganization, {
      organizationId: 'organization-test-00000000-0000-4000-8000-000000000000',
      name: 'Renamed',
    });
    if (refused?.__typename !== 'MutationError') throw new Error('there is no such organization');
    expect(refused).toMatchObject({ code: 'NOT_FOUND', errorType: 'organization_not_found' });
  });

  test('names the field of the form that was refused', async ({ g }) => {
    const client = new GraphQLClient(g.endpoint, { headers: authorization(SERVER_KEY) });
    const { inviteMember: refused } = await client.request(InviteByForm, {
      organizationId: g.world.credentials.admin.organization_id,
      emailAddress: 'ada at fernhill',
    });
    expect(refused).toMatchObject({ __typename: 'MutationError', code: 'INVALID_INPUT', path: ['emailAddress'] });
    expect(g.calls).toEqual([]);
  });
});

describe('settings', () => {
  test('are read, edited and saved', async ({ g }) => {
    const client = new GraphQLClient(g.endpoint, { headers: authorization(SERVER_KEY) });
    const read = async () =>
      present((await client.request(Settings, { by: { slug: bakery } })).organization, 'the organization');
    const before = await read();
    const { id: organizationId, mfaPolicy, emailInvites, authMethods, mfaMethods } = before;
    const { firstPartyConnectedApps: first, ssoJitProvisioning: sso, oauthTenantJitProvisioning: oauth } = before;
    const { updateOrganization } = await client.request(SaveSettings, {
      input: {
        organizationId,
        mfaPolicy,
        emailInvites,
        authMethods: { allowance: 'RESTRICTED', allowed: ['PASSWORD', 'MAGIC_LINK'] },
        mfaMethods: { allowance: mfaMethods.allowance, allowed: mfaMethods.allowed },
        firstPartyConnectedApps: { allowance: first.allowance, allowed: first.allowed },
        ssoJitProvisioning: { allowance: sso.allowance, allowed: sso.allowed },
        oauthTenantJitProvisioning: {
          allowance: oauth.allowance,
          allowed: oauth.allowed.map(({ provider, tenantIds }) => ({ provider, tenantIds })),
        },
      },
    });
    expect(updateOrganization).toMatchObject({ __typename: 'UpdateOrganizationPayload' });
    expect(await read()).toEqual({
      ...before,
      authMethods: { ...authMethods, allowance: 'RESTRICTED', allowed: ['PASSWORD', 'MAGIC_LINK'] },
    });
  });
});

describe('signing in', () => {
  test.for([
    ['benedikt@fernhill.example', 'rye needs a longer proof', 'SignedIn'],
    ['ada@fernhill.example', 'sourdough at six in the morning', 'SecondFactorRequired'],
  ] as const)('%s', async ([emailAddress, password, expected], { g }) => {
    const client = new GraphQLClient(g.endpoint);
    const { authenticateMemberPassword: result } = await client.request(SignIn, {
      organizationId: bakery,
      emailAddress,
      password,
    });
    if (result?.__typename !== 'AuthenticateMemberPasswordPayload') throw new Error(result?.code);
    const { outcome } = result;
    expect(outcome.__typename).toBe(expected);
    if (outcome.__typename === 'SignedIn') {
      const signedIn = new GraphQLClient(g.endpoint, { headers: authorization(outcome.sessionJwt) });
      const { viewer } = await signedIn.request(graphql(`query Me { viewer { id kind member { id name } } }`));
      expect(viewer).toMatchObject({ kind: 'MEMBER', member: { name: 'Benedikt Lund' } });
    }
    if (outcome.__typename === 'SecondFactorRequired') {
      expect(outcome.intermediateSessionToken).toEqual(expect.stringMatching(/./));
    }
  });
});

describe('a query that fails in part', () => {
  // An admin may read their members, but not their recovery codes.
  const variablesOf = ({ world }: ClientGateway) => ({
    organizationId: world.credentials.admin.organization_id,
    by: { emailAddress: 'imogen@fernhill.example' },
  });

  test("gives data and errors with `errorPolicy: 'all'`", async ({ g }) => {
    const { session_jwt } = g.world.credentials.admin;
    const client = new GraphQLClient(g.endpoint, { headers: authorization(session_jwt), errorPolicy: 'all' });
    const { data, errors } = await client.rawRequest<ResultOf<typeof Colleague>>(print(Colleague), variablesOf(g));
    expect(data.member).toMatchObject({ name: expect.any(String), recoveryCodes: null });
    expect(errors?.map(({ path, extensions }) => [path, extensions['code']])).toEqual([
      [['member', 'recoveryCodes'], 'FORBIDDEN'],
    ]);
    expect(await client.request(Colleague, variablesOf(g))).toEqual(data);
  });

  test('throws by default, with the data beside the errors', async ({ g }) => {
    const { session_jwt } = g.world.credentials.admin;
    const client = new GraphQLClient(g.endpoint, { headers: authorization(session_jwt) });
    const error: unknown = await client.request(Colleague, variablesOf(g)).catch((reason: unknown) => reason);
    if (!(error instanceof ClientError)) throw new Error(`${error} is no error of the client`);
    expect(error.response).toMatchObject({
      status: 200,
      data: { member: { recoveryCodes: null } },
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });

  test('throws with the code where nothing was executed', async ({ g }) => {
    const client = new GraphQLClient(g.endpoint, { headers: authorization('no-token') });
    const error: unknown = await client.request(Colleague, variablesOf(g)).catch((reason: unknown) => reason);
    if (!(error instanceof ClientError)) throw new Error(`${error} is no error of the client`);
    expect(error.response).toMatchObject({ status: 401, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});

describe('a join from another service', () => {
  test('keeps the order of the ids, with null for what is not there', async ({ g }) => {
    const client = new GraphQLClient(g.endpoint, { headers: authorization(SERVER_KEY) });
    const { admin, member } = g.world.credentials;
    const { membersById, organizationsById } = await client.request(ByIds, {
      organizationId: admin.organization_id,
      ids: [member.member_id, 'member-test-00000000-0000-4000-8000-000000000000', admin.member_id],
    });
    expect(membersById.map((each) => each?.name ?? null)).toEqual([member.name, null, admin.name]);
    expect(organizationsById.map((each) => each?.name)).toEqual(['Fernhill Bakery']);
    const names = present(membersById[0], 'the first member').id;
    const again = await client.request(ByIds, { organizationId: admin.organization_id, ids: [names] });
    expect(again.membersById).toEqual([membersById[0]]);
  });
});
