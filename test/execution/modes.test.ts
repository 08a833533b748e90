/** `EXECUTION=interpreted` answers as `compiled` does: status, codes, messages, paths and locations. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ExecutionMode } from '../../src/execution/plugin.ts';
import { gatewayOverStubs, type StubbedGateway } from '../gateway.ts';

const modes: ExecutionMode[] = ['compiled', 'interpreted'];
let gateways: StubbedGateway[];
beforeEach(async () => {
  gateways = await Promise.all(modes.map((execution) => gatewayOverStubs({ execution })));
});
afterEach(() => Promise.all(gateways.map((g) => g.close())));

const organization = {
  organization_id: 'o-1',
  organization_name: 'Acme',
  organization_slug: 'acme',
  mfa_policy: 'OPTIONAL',
  custom_roles: [],
  trusted_metadata: {},
  created_at: '2026-01-01T00:00:00Z',
};

const stub = (g: StubbedGateway, odd: object) =>
  g.stytch
    .intercept({ path: '/v1/b2b/organizations/o-1', method: 'GET' })
    .reply(200, { request_id: 'r', status_code: 200, organization: { ...organization, ...odd } });

/** The one answer of both gateways, without the ids that each request has of its own. */
async function both(query: string, variables: Record<string, unknown>, odd?: object) {
  const answers = await Promise.all(
    gateways.map(async (g) => {
      if (odd) stub(g, odd);
      const response = await g.gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: 'Bearer sgk_sandbox_admin' },
          body: JSON.stringify({ query, variables }),
        }),
      );
      const text = await response.text();
      return { status: response.status, body: text.replace(/"correlationId":"[\w-]+"/, '"correlationId":""') };
    }),
  );
  expect(answers[1]).toEqual(answers[0]);
  const [{ status, body } = { status: 0, body: '{}' }] = answers;
  const { data, errors = [] } = JSON.parse(body);
  return { status, data, errors };
}

const NODE = 'query ($id: ID = "a") { node(id: $id) { __typename } }';
const CREATE =
  'mutation ($name: String = "x") { createOrganization(input: { name: $name, slug: "canary" }) { __typename } }';

describe('T18: compiled and interpreted execution', () => {
  it('refuse a variable that is not valid before anything runs', async () => {
    const query = 'query ($n: Int!) { organizations(first: $n) { totalCount } }';
    expect(await both(query, { n: 'three' })).toEqual({
      status: 200,
      data: undefined,
      errors: [
        {
          message: '`n` is not a valid `Int`.',
          locations: [{ line: 1, column: 8 }],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect((await both(query, {})).errors).toMatchObject([{ message: '`n` of type `Int!` is missing.' }]);
  });

  it.each([
    [NODE, { id: null }, '`id` of type `ID!` must not be null.', ['node'], { line: 1, column: 34 }],
    [CREATE, { name: null }, '`input.name` of type `String!` must not be null.', ['createOrganization'], undefined],
    [
      'query ($is: Boolean = true) { viewer { kind @skip(if: $is) } }',
      { is: null },
      '`if` of type `Boolean!` must not be null.',
      ['viewer'],
      { line: 1, column: 55 },
    ],
    [
      'query ($is: Boolean = true) { viewer @skip(if: $is) { kind } }',
      { is: null },
      '`if` of type `Boolean!` must not be null.',
      undefined,
      { line: 1, column: 48 },
    ],
  ])('say the same of an argument that a variable makes null: %s', async (query, variables, message, path, place) => {
    const { errors } = await both(query, variables);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(errors[0].path).toEqual(path);
    expect(errors[0].locations).toHaveLength(1);
    if (place) expect(errors[0].locations).toEqual([place]);
    expect(JSON.stringify(errors)).not.toContain('canary');
  });

  it('take a variable called __proto__', async () => {
    const query = 'query ($__proto__: String!) { organization(organizationId: $__proto__) { name } }';
    const variables = JSON.parse('{ "__proto__": "o-1" }');
    expect((await both(query, variables, {})).data).toEqual({ organization: { name: 'Acme' } });
  });

  it.each<[string, string, object]>([
    ['a promised value that is missing', 'name', { organization_name: undefined }],
    ['a value that a scalar does not take', 'name', { organization_name: { canary: true } }],
    ['a value that is no list', 'customRoles { roleId }', { custom_roles: 7 }],
    ['items that are no objects', 'customRoles { roleId }', { custom_roles: ['canary'] }],
    ['an item that is null', 'customRoles { roleId }', { custom_roles: [null] }],
  ])('mask %s', async (_, fields, odd) => {
    const { errors } = await both(`{ organization(organizationId: "o-1") { ${fields} } }`, {}, odd);
    for (const { message, extensions, locations } of errors) {
      expect(message).toBe('Something went wrong in the gateway.');
      expect(extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(locations).toHaveLength(1);
    }
    for (const { logged } of gateways) {
      expect(logged.filter((line) => line.includes('unforeseen error'))).toHaveLength(errors.length);
      expect(logged.join()).not.toContain('canary');
    }
  });
});
