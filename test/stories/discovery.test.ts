/** A person comes by mail, finds no organization that is theirs, and founds one. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outbox } from './story.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const emailAddress = 'rosa@saltmarsh.example';
const INTERMEDIATE = `fragment Person on IntermediateSession {
  token emailAddress nextStep
  discoveredOrganizations { nextStep organization { organizationId name } membership { type } }
}`;
const SIGN_IN = `fragment SignedIn on SignIn {
  nextStep sessionToken sessionJwt member { memberId status isAdmin } organization { organizationId name slug }
}`;

interface Person {
  token: string;
  nextStep: string;
  discoveredOrganizations: { nextStep: string; organization: { organizationId: string; name: string } }[];
}

/** Asks for a mail, follows its link, and is known by the address. */
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
    authenticateDiscoveryMagicLink: { intermediateSession: Person };
  }>(
    `mutation ($token: String!) {
      authenticateDiscoveryMagicLink(input: { token: $token }) {
        ... on AuthenticateDiscoveryMagicLinkPayload { intermediateSession { ...Person } } ... on MutationError { code message }
      }
    } ${INTERMEDIATE}`,
    { as: null, variables: { token } },
  );
  return found.intermediateSession;
}

it('discovery: a link by mail, a list of organizations, a new one, signed in', async () => {
  const person = await comeByMail();
  expect(person).toMatchObject({ emailAddress, nextStep: 'ORGANIZATION', discoveredOrganizations: [] });

  // Nothing is hers yet. The list can be asked for again while she makes up her mind.
  const proof = { intermediateSessionToken: person.token };
  const listed = await g.data(
    'query ($token: String) { discoveredOrganizations(intermediateSessionToken: $token) { emailAddress organizations { nextStep } } }',
    { as: null, variables: { token: person.token } },
  );
  expect(listed).toEqual({ discoveredOrganizations: { emailAddress, organizations: [] } });

  const { createDiscoveredOrganization: founded } = await g.data<{
    createDiscoveredOrganization: {
      sessionJwt: string;
      sessionToken: string;
      organization: { organizationId: string };
    };
  }>(
    `mutation ($input: CreateDiscoveredOrganizationInput!) {
      createDiscoveredOrganization(input: $input) { ...SignedIn ... on MutationError { code message } }
    } ${SIGN_IN}`,
    { as: null, variables: { input: { ...proof, name: 'Saltmarsh Boats', slug: 'saltmarsh' } } },
  );
  expect(founded).toMatchObject({
    nextStep: 'NOTHING',
    member: { status: 'ACTIVE', isAdmin: true },
    organization: { name: 'Saltmarsh Boats', slug: 'saltmarsh' },
  });

  // She is in, and runs the place.
  const as = { token: founded.sessionJwt };
  const viewer = await g.data(
    `{ viewer { kind roleIds organization { name members { nodes { emailAddress } } } member { emailAddress } can(resource: "stytch.member", action: "create") } }`,
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

  // The link and the intermediate session are used up.
  const again = await g.data(
    `mutation ($input: CreateDiscoveredOrganizationInput!) { createDiscoveredOrganization(input: $input) { __typename } }`,
    { as: null, variables: { input: { ...proof, name: 'Saltmarsh Boats II' } } },
  );
  expect(again).toEqual({ createDiscoveredOrganization: { __typename: 'MutationError' } });

  // The next time, she finds it in the list and goes in without more ado.
  const returned = await comeByMail();
  expect(returned.discoveredOrganizations).toEqual([
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
        input: { intermediateSessionToken: returned.token, organizationId: founded.organization.organizationId },
      },
    },
  );
  expect(signedIn).toMatchObject({ nextStep: 'NOTHING', sessionJwt: expect.any(String) });
});
