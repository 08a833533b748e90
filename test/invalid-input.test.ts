/** Invalid input is rejected with its path, in the graph of B2B projects. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { describeInvalidInput } from './invalid-input.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ debug: true });
});
beforeEach(() => {
  g.calls.length = 0;
  g.logged.length = 0;
});
afterAll(() => g.close());

const UUID = '00000000-0000-4000-8000-000000000000';
const ORGANIZATION = `organization-test-${UUID}`;
const MEMBER = `member-test-${UUID}`;

describeInvalidInput(schema, { Organization: ['organizations(first: 1) { nodes {', '} }'] }, () => g);

describe('a value without the required format', () => {
  it('in free-form data is refused, where a variable brings it along', async () => {
    const document = `mutation ($address: EmailAddress!, $addresses: [EmailAddress!]!) {
      one: createOrganization(input: { name: "A", trustedMetadata: { deep: [{ address: $address }] } }) { ... on Error { code path message } }
      list: createOrganization(input: { name: "A", trustedMetadata: { addresses: $addresses } }) { ... on Error { code path message } }
    }`;
    const variables = { address: 'canary p4ssw0rd', addresses: ['ada@fernhill.example', 'canary p4ssw0rd'] };
    const refused = {
      code: 'INVALID_INPUT',
      path: ['trustedMetadata'],
      message:
        'A variable in `trustedMetadata` is not a valid `EmailAddress`. Expected an email address, such as ada@example.com.',
    };
    expect(await g.data(document, { variables })).toEqual({ one: refused, list: refused });
    expect(g.calls).toEqual([]);
  });

  it.each([
    ['literals', '', '"canary p4ssw0rd"'],
    ['variables', '($address: EmailAddress!)', '$address'],
  ])('hides nothing of what the other fields of the document did (%s)', async (_, variables, address) => {
    const data = await g.data(
      `mutation ${variables} {
        before: createOrganization(input: { name: "Before" }) { ... on CreateOrganizationPayload { organization { name } } }
        it: startDiscoveryPasswordReset(input: { emailAddress: ${address} }) { ... on Error { code path } }
        after: createOrganization(input: { name: "After" }) { ... on CreateOrganizationPayload { organization { name } } }
      }`,
      { variables: { address: 'canary p4ssw0rd' } },
    );
    expect(data).toEqual({
      before: { organization: { name: 'Before' } },
      it: { code: 'INVALID_INPUT', path: ['emailAddress'] },
      after: { organization: { name: 'After' } },
    });
  });

  it.each([
    ['a number', 'inviteMember(input: { organizationId: "a", emailAddress: 5 })'],
    [
      'a field that there is not',
      'inviteMember(input: { organizationId: "a", emailAddress: "a@b.example", canary: 1 })',
    ],
    ['nothing where something must be', 'inviteMember(input: { organizationId: "a" })'],
  ])('is not an error of shape, such as %s, which is found before anything runs', async (_, field) => {
    const { data, errors } = await g.query(`mutation { ${field} { __typename } }`);
    expect([data, errors.map(({ extensions }) => extensions.code)]).toEqual([undefined, ['GRAPHQL_VALIDATION_FAILED']]);
  });
});

describe('an argument that is refused by something other than its type', () => {
  const inputPathOf = async (field: string) => {
    const { errors } = await g.query(`{ ${field} { __typename } }`);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INVALID_INPUT']);
    return errors[0]?.extensions['inputPath'];
  };

  it.each([
    ['organizations(first: 0)', ['first']],
    ['organizations(after: "canary")', ['after']],
    ['organizations(filter: { slugFuzzy: "a" })', ['filter', 'slugFuzzy']],
    ['members(organizationIds: [])', ['organizationIds']],
    ['node(id: "canary")', ['id']],
    ['nodes(ids: ["T3JnYW5pemF0aW9uOmE", "canary"])', ['ids', '1']],
    [`nodes(ids: [${Array(101).fill('"canary"').join(', ')}])`, ['ids']],
    ['connectedApp(clientId: "..")', ['clientId']],
  ])('%s names it', async (field, path) => {
    expect(await inputPathOf(field)).toEqual(path);
  });

  it('in a mutation names it by its name there, also one that Stytch calls otherwise', async () => {
    const data = await g.data(`mutation {
      path: deleteM2mClient(input: { clientId: ".." }) { ... on Error { code path } }
      renamed: revokeMemberConnectedApp(input: { organizationId: "${ORGANIZATION}", memberId: "${MEMBER}", clientId: ".." }) { ... on Error { code path } }
      proof: authenticateMemberMagicLink(input: { token: "canary" }) { ... on Error { code path } }
      group: createMemberTotp(input: { organizationId: "${ORGANIZATION}", memberId: "${MEMBER}", credential: { sessionToken: "canary" } }) { ... on Error { code path } }
    }`);
    expect(data).toEqual({
      path: { code: 'INVALID_INPUT', path: ['clientId'] },
      renamed: { code: 'INVALID_INPUT', path: ['clientId'] },
      proof: { code: 'INVALID_INPUT', path: ['token'] },
      group: { code: 'INVALID_INPUT', path: ['credential', 'sessionToken'] },
    });
  });
});
