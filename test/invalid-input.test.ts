/**
 * What a person types into a form and the gateway refuses: INVALID_INPUT with its path, in the result of a mutation or at the top
 * level of a query. Made from the graph, for each value that must have a form: by literal, by a variable for it, and by one for
 * the whole argument.
 */
import { type GraphQLField, type GraphQLNamedType, getNamedType, isLeafType, isObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { type Answer, gatewayOverSandbox, type SandboxGateway } from './gateway.ts';
import { argumentsWith, literalOf, MARKER, type Place, placesIn, Variable } from './input-place.ts';

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

type Field = GraphQLField<unknown, unknown>;

/** How a field is reached: what opens and closes around it. */
const ways: Readonly<Record<string, readonly [before: string, after: string]>> = {
  Query: ['', ''],
  Mutation: ['', ''],
  Viewer: ['viewer {', '}'],
  Organization: ['organizations(first: 1) { nodes {', '} }'],
};

interface Case {
  readonly owner: string;
  readonly field: Field;
  readonly place: Place;
}

const cases: Case[] = Object.values(schema.getTypeMap())
  .filter((type: GraphQLNamedType) => isObjectType(type) && !type.name.startsWith('__'))
  .flatMap((type) =>
    isObjectType(type) ? Object.values(type.getFields()).map((field) => ({ owner: type.name, field })) : [],
  )
  .flatMap(({ owner, field }) => placesIn(field.args).map((place) => ({ owner, field, place })));

/** Documents with the value at its place, each with its variables. */
function* documentsOf({ owner, field, place }: Case) {
  const kind = owner === 'Mutation' ? 'mutation' : 'query';
  const [before, after] = ways[owner] ?? [];
  if (before === undefined) throw new Error(`say how to reach a field of ${owner}`);
  const selection = isLeafType(getNamedType(field.type))
    ? ''
    : kind === 'mutation'
      ? '{ __typename ... on Error { code path message } }'
      : '{ __typename }';
  const document = (variables: string, given: readonly string[]) =>
    `${kind} ${variables} { ${before} it: ${field.name}(${given.join(', ')}) ${selection} ${after} }`;
  const passed = (args: Readonly<Record<string, unknown>>) =>
    field.args.flatMap(({ name, type }) => (name in args ? [`${name}: ${literalOf(args[name], type)}`] : []));

  yield {
    how: 'literal',
    document: document('', passed(argumentsWith(field.args, place.steps, place.bad))),
    variables: {},
  };

  const withVariable = argumentsWith(field.args, place.steps, new Variable('value'));
  yield {
    how: 'variable',
    document: document(`($value: ${place.type})`, passed(withVariable)),
    variables: { value: place.bad },
  };

  const whole = argumentsWith(field.args, place.steps, place.bad);
  const taken = field.args.filter(({ name }) => name in whole);
  yield {
    how: 'whole',
    document: document(
      `(${taken.map(({ name, type }) => `$${name}: ${type}`).join(', ')})`,
      taken.map(({ name }) => `${name}: $${name}`),
    ),
    variables: whole,
  };
}

const expectRefusal = (answer: Answer<Record<string, unknown>>, { owner, place }: Case, what: string) => {
  const { data, errors } = answer;
  expect(JSON.stringify(answer), what).not.toMatch(MARKER);
  if (owner === 'Mutation') {
    expect(errors, what).toEqual([]);
    expect(data, what).toMatchObject({
      it: { __typename: 'MutationError', code: 'INVALID_INPUT', path: place.path },
    });
  } else {
    expect(errors[0]?.extensions, `${what}: ${JSON.stringify(data)}`).toEqual({
      code: 'INVALID_INPUT',
      inputPath: place.path,
    });
  }
};

describe('a value without the form that is asked of it', () => {
  it('is tried in every kind of place', () => {
    const mutations = new Set(cases.filter(({ owner }) => owner === 'Mutation').map(({ field }) => field.name));
    expect(mutations.size).toBeGreaterThan(30);
    expect(new Set(cases.map(({ owner }) => owner)).size).toBeGreaterThan(2);
    expect(cases.some(({ place }) => place.bad === null)).toBe(true);
  });

  it.each(cases.map((each) => ({ ...each, name: `${each.owner}.${each.field.name}(${each.place.steps.join('.')})` })))(
    '$name is INVALID_INPUT with its path, repeated nowhere, and costs nothing',
    async (each) => {
      for (const { how, document, variables } of documentsOf(each)) {
        const answer = await g.query(document, { variables });
        const what = `${how}: ${document}`;
        expectRefusal(answer, each, what);
        // What leads to the field may be asked for.
        if (['Query', 'Mutation', 'Viewer'].includes(each.owner)) expect(g.calls, what).toEqual([]);
        expect(g.logged.join('\n'), what).not.toMatch(MARKER);
      }
    },
  );

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
