/** A rejection by Stytch of one property names the input field of that property. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { errorProperties } from '../src/stytch/contract/error-property.ts';
import { knownErrorTypes } from '../src/stytch/error-code.ts';
import { describeErrorProperties } from './error-property.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from './gateway.ts';
import { createRefusal } from './refusal.ts';
import { targetValues } from './safety/request.ts';

it('the table holds only error types that Stytch has', () => {
  const known = new Set(knownErrorTypes);
  expect([...errorProperties.keys()].filter((errorType) => !known.has(errorType))).toEqual([]);
  expect(errorProperties.size).toBeGreaterThan(120);
});

const refusal = createRefusal(400);
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusal.between, tries: unlimitedThrottle() });
});
afterAll(() => g.close());

const ORGANIZATION = 'organization-test-00000000-0000-4000-8000-000000000000';
const MEMBER = 'member-test-00000000-0000-4000-8000-000000000000';

describeErrorProperties(schema, { given: targetValues(ORGANIZATION, MEMBER), refusal, least: 500, gateway: () => g });

it.each<[string, string, string, string[] | null]>([
  [
    'updateMember',
    `{ organizationId: "${ORGANIZATION}", memberId: "${MEMBER}", trustedMetadata: { a: 1 } }`,
    'metadata_too_large',
    ['trustedMetadata'],
  ],
  [
    'updateMember',
    `{ organizationId: "${ORGANIZATION}", memberId: "${MEMBER}", untrustedMetadata: { a: 1 } }`,
    'metadata_too_large',
    ['untrustedMetadata'],
  ],
  [
    'updateMember',
    `{ organizationId: "${ORGANIZATION}", memberId: "${MEMBER}", trustedMetadata: { a: 1 }, untrustedMetadata: { a: 1 } }`,
    'metadata_too_large',
    null,
  ],
  ['updateMember', `{ organizationId: "${ORGANIZATION}", memberId: "${MEMBER}" }`, 'metadata_too_large', null],
  ['createM2mClient', '{ name: "A", scopes: [] }', 'm2m_client_invalid_client_name', ['name']],
  [
    'updateOrganization',
    `{ organizationId: "${ORGANIZATION}", slug: "taken" }`,
    'organization_slug_already_used',
    ['slug'],
  ],
  [
    'createMember',
    `{ organizationId: "${ORGANIZATION}", emailAddress: "ada@fernhill.example" }`,
    'duplicate_email',
    ['emailAddress'],
  ],
  [
    'createMember',
    `{ organizationId: "${ORGANIZATION}", emailAddress: "ada@fernhill.example" }`,
    'too_many_requests',
    null,
  ],
])('%s(%s) that is refused with %s names %j', async (name, input, errorType, path) => {
  refusal.word = errorType;
  const document = `mutation { ${name}(input: ${input}) { ... on Error { path } ... on MutationError { errorType } } }`;
  const { data } = await g.query(document);
  refusal.word = '';
  expect(data).toEqual({ [name]: { path, errorType } });
});

it('the sandbox names them as Stytch does', async () => {
  const { admin } = g.world.credentials;
  const { data } = await g.query(
    `mutation ($id: ID!) {
      slug: updateOrganization(input: { organizationId: $id, slug: "northgate-bank" }) { ... on Error { code path } }
      duplicate: createMember(input: { organizationId: $id, emailAddress: "ada@fernhill.example" }) { ... on Error { code path } }
      absent: deleteMember(input: { organizationId: $id, memberId: "${MEMBER}" }) { ... on Error { code path } }
      client: deleteM2mClient(input: { clientId: "m2m-client-nobody" }) { ... on Error { code path } }
    }`,
    { variables: { id: admin.organization_id } },
  );
  expect(data).toEqual({
    slug: { code: 'CONFLICT', path: ['slug'] },
    duplicate: { code: 'CONFLICT', path: ['emailAddress'] },
    absent: { code: 'NOT_FOUND', path: ['memberId'] },
    client: { code: 'NOT_FOUND', path: ['clientId'] },
  });
});
