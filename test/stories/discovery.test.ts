/** A visitor signs in by mail, finds no organization to join, and creates one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outbox } from './story.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const emailAddress = 'rosa@saltmarsh.example';
/** Fragment that every step uses. */
const SIGN_IN = `fragment SignedIn on SignIn {
  outcome { __typename
    ... on SignedIn { sessionJwt }
    ... on OrganizationRequired {
      intermediateSessionToken organizations { nextStep organization { organizationId name } membership { type } } } }
  member { memberId status isAdmin } organization { organizationId name slug }
}`;

interface Person {
  intermediateSessionToken: string;
  organizations: { nextStep: string; organization: { organizationId: string; name: string } }[];
}

/** Requests a mail, follows its link, and returns the discovery result of the address. */
async function comeByMail(): Promise<Person> {
  const { sendDiscoveryMagicLink: sent } = await g.data(
    `mutation ($emailAddress: EmailAddress!) {
      sendDiscoveryMagicLink(input: { emailAddress: $emailAddress, discoveryRedirectUrl: "https://app.example/discover" }) {
        __typename ... on MutationError { code message }
      }
    }`,
    { as: null, variables: { emailAddress } },
  );
  expect(sent).toEqual({ __typename: 'SendDiscoveryMagicLinkPayload' });

  const mail = (await outbox(g)).find(({ to }) => to === emailAddress);
  const link = new URL(String(mail?.['link']));
  expect(link.origin + link.pathname).toBe('https://app.example/discover');
  const token = link.searchParams.get('token');

  const { authenticateDiscoveryMagicLink: found } = await g.data<{
    authenticateDiscoveryMagicLink: { outcome: Person; emailAddress: string };
  }>(
    `mutation ($token: String!) {
      authenticateDiscoveryMagicLink(input: { token: $token }) {
        ...SignedIn ... on AuthenticateDiscoveryMagicLinkPayload { emailAddress } ... on MutationError { code message }
      }
    } ${SIGN_IN}`,
    { as: null, variables: { token } },
  );
  expect(found.emailAddress).toBe(emailAddress);
  return found.outcome;
}

it('discovery: a link by email, the list of organizations, a new one, signed in', async () => {
  const person = await comeByMail();
  expect(person).toMatchObject({ __typename: 'OrganizationRequired', organizations: [] });

  // She has no organization yet. The list can be queried repeatedly before she decides.
  const proof = { intermediateSessionToken: person.intermediateSessionToken };
  const listed = await g.data(
    `mutation ($token: String!) {
      discoverOrganizations(input: { credential: { intermediateSessionToken: $token } }) {
        ... on DiscoverOrganizationsPayload { emailAddress organizations { nextStep } } ... on MutationError { code }
      }
    }`,
    { as: null, variables: { token: person.intermediateSessionToken } },
  );
  expect(listed).toEqual({ discoverOrganizations: { emailAddress, organizations: [] } });

  const { createDiscoveredOrganization: founded } = await g.data<{
    createDiscoveredOrganization: {
      outcome: { sessionJwt: string };
      organization: { organizationId: string };
    };
  }>(
    `mutation ($input: CreateDiscoveredOrganizationInput!) {
      createDiscoveredOrganization(input: $input) { ...SignedIn ... on MutationError { code message } }
    } ${SIGN_IN}`,
    { as: null, variables: { input: { ...proof, name: 'Saltmarsh Boats', slug: 'saltmarsh' } } },
  );
  expect(founded).toMatchObject({
    outcome: { __typename: 'SignedIn' },
    member: { status: 'ACTIVE', isAdmin: true },
    organization: { name: 'Saltmarsh Boats', slug: 'saltmarsh' },
  });

  // She is signed in, and is the admin.
  const as = { token: founded.outcome.sessionJwt };
  const viewer = await g.data(
    `{ viewer { kind roleIds organization { name members { nodes { emailAddress } } } member { emailAddress } can(resourceId: "stytch.member", action: "create") } }`,
    { as },
  );
  expect(viewer).toMatchObject({
    viewer: {
      kind: 'MEMBER',
      roleIds: expect.arrayContaining(['stytch_admin']),
      organization: { name: 'Saltmarsh Boats', members: { nodes: [{ emailAddress }] } },
      member: { emailAddress },
      can: true,
    },
  });

  // The link and the intermediate session were used, so they are invalid.
  const again = await g.data(
    `mutation ($input: CreateDiscoveredOrganizationInput!) { createDiscoveredOrganization(input: $input) { __typename } }`,
    { as: null, variables: { input: { ...proof, name: 'Saltmarsh Boats II' } } },
  );
  expect(again).toEqual({ createDiscoveredOrganization: { __typename: 'MutationError' } });

  // At the next sign-in she finds the organization in the list and enters it directly.
  const returned = await comeByMail();
  expect(returned.organizations).toEqual([
    {
      nextStep: 'NOTHING',
      organization: { organizationId: founded.organization.organizationId, name: 'Saltmarsh Boats' },
      membership: { type: 'ACTIVE_MEMBER' },
    },
  ]);
  const { exchangeIntermediateSession: signedIn } = await g.data(
    `mutation ($input: ExchangeIntermediateSessionInput!) {
      exchangeIntermediateSession(input: $input) { ...SignedIn ... on MutationError { code message } }
    } ${SIGN_IN}`,
    {
      as: null,
      variables: {
        input: {
          intermediateSessionToken: returned.intermediateSessionToken,
          organizationId: founded.organization.organizationId,
        },
      },
    },
  );
  expect(signedIn).toMatchObject({ outcome: { __typename: 'SignedIn', sessionJwt: expect.any(String) } });
});
