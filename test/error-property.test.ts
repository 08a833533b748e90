/** A refusal of Stytch that is about one property names the field of the input that it came from. */
import { getNamedType, isInputObjectType, isNonNullType } from 'graphql';
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { errorProperties } from '../src/stytch/contract/error-property.ts';
import { toWireName } from '../src/stytch/contract/names.ts';
import { knownErrorTypes } from '../src/stytch/error-code.ts';
import { operationAt } from './contract.ts';
import { gatewayOverSandbox, type SandboxGateway, unhurried } from './gateway.ts';
import { about, request } from './safety/request.ts';

it('the table holds only error types that Stytch has', () => {
  const known = new Set(knownErrorTypes);
  expect([...errorProperties.keys()].filter((errorType) => !known.has(errorType))).toEqual([]);
  expect(errorProperties.size).toBeGreaterThan(120);
});

/** The word that Stytch answers every call with. */
let word = '';
const refusing: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { id } = operationAt(options.method, new URL(options.path, 'http://stytch.test').pathname);
  if (word === '' || /rbac_v1|jwks/i.test(id)) return dispatch(options, handler);
  const controller = { abort() {}, pause() {}, resume() {}, aborted: false, paused: false, reason: null };
  const body = { status_code: 400, request_id: 'request-test-1', error_type: word, error_message: 'no', error_url: '' };
  handler.onRequestStart?.(controller, {});
  handler.onResponseStart?.(controller, 400, { 'content-type': 'application/json' }, 'Bad Request');
  handler.onResponseData?.(controller, Buffer.from(JSON.stringify(body)));
  handler.onResponseEnd?.(controller, {});
  return true;
};

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusing, tries: unhurried() });
});
afterAll(() => g.close());

const typesOf = (property: string) =>
  [...errorProperties].filter(([, properties]) => properties.includes(property)).map(([errorType]) => errorType);

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => {
  const type = field.args[0] && getNamedType(field.args[0].type);
  const renames = (field.extensions['renames'] ?? {}) as Readonly<Record<string, string>>;
  const inputs = isInputObjectType(type) ? Object.values(type.getFields()) : [];
  const fields = inputs.map(({ name, type: inner }) => ({
    name,
    property: renames[name] ?? toWireName(name),
    isRequired: isNonNullType(inner),
  }));
  return { name: field.name, field, fields };
});

const ORGANIZATION = 'organization-test-00000000-0000-4000-8000-000000000000';
const MEMBER = 'member-test-00000000-0000-4000-8000-000000000000';

let compared = 0;

describe.each(mutations)('$name', ({ field, fields }) => {
  const { document, variables } = request('mutation', field, about(ORGANIZATION, MEMBER));
  const asking = document.replace('code message', 'code path errorType');

  it('names each field that an error type stands for', async () => {
    for (const { name, property } of fields) {
      for (const errorType of typesOf(property)) {
        const alike = fields.filter((other) => errorProperties.get(errorType)?.includes(other.property));
        // Of several the one that was given: each of them is the reason in a test of its own.
        if (alike.length > 1) continue;
        word = errorType;
        const { data } = await g.query<{ it: { errorType: string; path: unknown } | null }>(asking, { variables });
        word = '';
        // A mutation that reads first may find nothing, and has its own words then.
        if (data?.it?.errorType !== errorType) continue;
        expect([errorType, data.it.path]).toEqual([errorType, [name]]);
        compared += 1;
      }
    }
  });
});

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
  word = errorType;
  const document = `mutation { ${name}(input: ${input}) { ... on Error { path } ... on MutationError { errorType } } }`;
  const { data } = await g.query(document);
  word = '';
  expect(data).toEqual({ [name]: { path, errorType } });
});

it('most of those refusals reach the client', () => {
  expect(compared).toBeGreaterThan(500);
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
