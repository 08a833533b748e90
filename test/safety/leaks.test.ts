/** T33, T35: errors repeat no input, and the schema is exposed only to callers who may introspect. */
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

let g: SandboxGateway;
let closed: SandboxGateway;
beforeAll(async () => {
  [g, closed] = await Promise.all([gatewayOverSandbox(), gatewayOverSandbox({ introspection: 'callers' })]);
});
afterAll(() => Promise.all([g.close(), closed.close()]));

const CANARY = 'canary-p4ssw0rd';
const CREATE =
  'mutation ($name: String!, $url: URL, $policy: MfaPolicy, $domains: [String!]) { createOrganization(input: { name: $name, logoUrl: $url, mfaPolicy: $policy, emailAllowedDomains: $domains }) { __typename } }';

describe('T33: an invalid value is not repeated', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['an object for text', CREATE, { name: { password: CANARY } }],
    ['a list for text', CREATE, { name: [CANARY] }],
    ['an object for a URL', CREATE, { name: 'A', url: { a: CANARY } }],
    ['an unknown enum value', CREATE, { name: 'A', policy: CANARY }],
    ['an object for an enum', CREATE, { name: 'A', policy: { a: CANARY } }],
    ['an invalid item of a list', CREATE, { name: 'A', domains: [{ a: CANARY }] }],
    ['text for a number, by variable', 'query ($n: Int) { organizations(first: $n) { totalCount } }', { n: CANARY }],
    ['text for a number, in the document', `{ organizations(first: "${CANARY}") { totalCount } }`, {}],
    [
      'text for an enum, in the document',
      `mutation { createOrganization(input: { name: "A", mfaPolicy: "${CANARY}" }) { __typename } }`,
      {},
    ],
    [
      'a word for an enum, in the document',
      'mutation { createOrganization(input: { name: "A", mfaPolicy: canary_p4ssw0rd }) { __typename } }',
      {},
    ],
    [
      'an object for text, in the document',
      `mutation { createOrganization(input: { name: { a: "${CANARY}" } }) { __typename } }`,
      {},
    ],
    ['a cursor', 'query ($after: String) { organizations(after: $after) { totalCount } }', { after: CANARY }],
    ['an id', 'query ($id: ID!) { node(id: $id) { id } }', { id: CANARY }],
    ['a path', 'query ($id: ID!) { organization(by: { id: $id }) { name } }', { id: `${CANARY}/../x` }],
  ])('%s', async (_, document, variables) => {
    const { errors, data } = await g.query(document, { variables });
    expect(errors).not.toEqual([]);
    expect(JSON.stringify({ errors, data })).not.toMatch(/canary|p4ssw0rd/);
    expect(
      errors.every(({ extensions }) =>
        ['BAD_USER_INPUT', 'INVALID_INPUT', 'GRAPHQL_VALIDATION_FAILED'].includes(extensions.code),
      ),
    ).toBe(true);
    expect(g.logged.join()).not.toMatch(/canary|p4ssw0rd/);
  });

  it.each([
    `{"query": ${CANARY}`,
    `{"query":"{ viewer { kind } }","variables":{"password": ${CANARY}}}`,
    `{"query":"{ viewer { kind } }","${CANARY}":"x"}`,
    `{"query":{"a":"${CANARY}"}}`,
    `{"query":"{ viewer { kind } }","variables":"${CANARY}"}`,
    `{"query":"{ viewer { kind } }","operationName":"${CANARY}"}`,
    `"${CANARY}"`,
    `[{"query":"${CANARY}"}]`,
    CANARY,
  ])('nor is an invalid body: %s', async (body) => {
    const response = await g.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/canary|p4ssw0rd|SyntaxError/);
    expect(g.logged.join()).not.toMatch(/canary|p4ssw0rd/);
  });

  it('but the error names the expected type and the path', async () => {
    const { errors } = await g.query(CREATE, { variables: { name: 'A', domains: ['a.example', { a: CANARY }] } });
    expect(errors.map(({ message }) => message)).toEqual(['`domains[1]` is not a valid `String`.']);
  });
});

describe('an error in a document has its location', () => {
  const at = (line: number, column: number) => [{ line, column }];

  it('for a literal that a scalar rejects, in an argument, an input and a list', async () => {
    const { errors } = await g.query(
      [
        'mutation {',
        '  inviteMember(input: { organizationId: "a", emailAddress: ["canary"] }) { __typename }',
        '  createOrganization(input: {',
        '    name: "A", logoUrl: {a: "b"}, emailAllowedDomains: ["a", { canary: 1 }], mfaPolicy: canary',
        '    trustedMetadata: "canary"',
        '  }) { __typename }',
        '  createMember(input: { organizationId: "a", emailAddress: 5 }) { __typename }',
        '}',
      ].join('\n'),
    );
    expect(errors.map(({ message, locations }) => ({ message, locations }))).toEqual(
      expect.arrayContaining([
        {
          message:
            '`input.emailAddress` is not a valid `EmailAddress`. Expected an email address, such as ada@example.com.',
          locations: at(2, 60),
        },
        {
          message: '`input.logoUrl` is not a valid `URL`. Expected an absolute URL, such as https://example.com/path.',
          locations: at(4, 25),
        },
        { message: '`input.emailAllowedDomains[1]` is not a valid `String`.', locations: at(4, 62) },
        { message: '`input.mfaPolicy` is not a valid `MfaPolicy`.', locations: at(4, 89) },
        {
          message: '`input.trustedMetadata` is not a valid `JSONObject`. Expected a JSON object.',
          locations: at(5, 22),
        },
      ]),
    );
    expect(errors.every(({ locations = [] }) => locations.length > 0)).toBe(true);
    expect(JSON.stringify(errors)).not.toContain('canary');
  });

  it('for a syntax error, in a persisted document too', async () => {
    const document = '{\n  viewer { kind }\n  organization(organizationId: ) { name }\n}';
    const persisting = await gatewayOverSandbox({
      persistedDocuments: { mode: 'allow', documents: new Map([['broken', document]]) },
    });
    const response = await persisting.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ documentId: 'broken' }),
      }),
    );
    const expected = { message: 'Syntax error: unexpected `)`.', locations: at(3, 32) };
    expect(await response.json()).toMatchObject({ errors: [expected] });
    expect((await g.query(document)).errors).toMatchObject([expected]);
    await persisting.close();
  });
});

describe('T35: the schema', () => {
  const asks = [
    getIntrospectionQuery(),
    '{ __schema { types { name } } }',
    '{ __type(name: "Query") { name } }',
    '{ a: __type(name: "Query") { fields { name } } }',
    'query { ...F } fragment F on Query { __schema { queryType { name } } }',
    '{\n\r\n __schema\n{ queryType { name } } }',
  ];

  it.each(asks)('is not exposed to a visitor: %#', async (document) => {
    const { data, errors } = await closed.query(document, { as: null });
    expect(data).toBeUndefined();
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/organizations|connectedApp/);
  });

  it.each(['server', 'member'] as const)('is exposed to a %s', async (as) => {
    const { errors } = await closed.query(getIntrospectionQuery(), { as });
    expect(errors).toEqual([]);
  });

  it('is not exposed to a visitor after another caller has read it', async () => {
    const document = '{ __schema { queryType { name } } }';
    expect((await closed.query(document)).errors).toEqual([]);
    expect((await closed.query(document, { as: null })).errors.length).toBeGreaterThan(0);
  });

  it.each([
    '{ organisation(organizationId: "a") { name } }',
    '{ organization(organisationId: "a") { name } }',
    '{ organization(by: { slug: "a" }) { nam } }',
    'mutation { createOrganization(input: { nam: "a" }) { __typename } }',
    'mutation { createOrganization(input: { name: "a", mfaPolicy: OPTIONL }) { __typename } }',
    'query ($a: MfaPolicyInpt) { viewer { kind } }',
  ])('is not exposed by suggestions: %s', async (document) => {
    const { errors } = await closed.query(document, { as: null });
    expect(errors.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toContain('Did you mean');
  });

  it('is exposed by suggestions if introspection is open, for GraphiQL', async () => {
    const { errors } = await g.query('{ organization(by: { slug: "a" }) { nam } }');
    expect(errors[0]?.message).toContain('Did you mean "name"');
  });
});
