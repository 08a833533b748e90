/** Introspection by tools: queries of all versions, the specification URL of each scalar, and deprecations. */
import {
  buildClientSchema,
  buildSchema,
  type GraphQLSchema,
  getIntrospectionQuery,
  type IntrospectionOptions,
  type IntrospectionQuery,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { printSdl } from '../schema/print-sdl.ts';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const OPTIONS = [
  'descriptions',
  'specifiedByUrl',
  'directiveIsRepeatable',
  'schemaDescription',
  'inputValueDeprecation',
  'oneOf',
] as const satisfies readonly (keyof IntrospectionOptions)[];

const combinations: IntrospectionOptions[] = Array.from({ length: 2 ** OPTIONS.length }, (_, bits) =>
  Object.fromEntries(OPTIONS.map((name, index) => [name, (bits & (1 << index)) !== 0])),
);

/** The query of graphql-js 0.4 to 14, which tools of those years still send. */
const OLD = `query IntrospectionQuery { __schema {
  queryType { name } mutationType { name } subscriptionType { name } types { ...FullType }
  directives { name description locations args { ...InputValue } } } }
  fragment FullType on __Type { kind name description
    fields(includeDeprecated: true) { name description args { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
    inputFields { ...InputValue } interfaces { ...TypeRef }
    enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
  fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue }
  fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType {
    kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } }`;

describe('introspection', () => {
  it.each(combinations)('with %j makes a schema', async (options) => {
    const told = await g.data<IntrospectionQuery>(getIntrospectionQuery(options));
    const made = buildClientSchema(told);
    expect(Object.keys(made.getTypeMap()).sort()).toEqual(Object.keys(schema.getTypeMap()).sort());
    expect(made.description ?? null).toBe(
      options.descriptions && options.schemaDescription ? schema.description : null,
    );
    const url = options.specifiedByUrl ? 'https://www.rfc-editor.org/rfc/rfc7519' : null;
    const jwt = made.getType('JWT');
    expect(isScalarType(jwt) && (jwt.specifiedByURL ?? null)).toBe(url);
  });

  it('by the query of old tools makes a schema', async () => {
    const made = buildClientSchema(await g.data<IntrospectionQuery>(OLD));
    expect(Object.keys(made.getTypeMap()).sort()).toEqual(Object.keys(schema.getTypeMap()).sort());
  });
});

it('the schema says what it is for', () => {
  expect(schema.description).toMatch(/Stytch/);
  expect(buildSchema(printSdl(schema)).description).toBe(schema.description);
});

it('each scalar names its specification', () => {
  const scalars = Object.values(schema.getTypeMap()).filter(
    (type) => isScalarType(type) && !isSpecifiedScalarType(type),
  );
  expect(scalars.length).toBeGreaterThan(5);
  for (const scalar of scalars)
    expect(isScalarType(scalar) && scalar.specifiedByURL, scalar.name).toMatch(/^https:\/\//);
});

/** A part of a graph that may be deprecated. */
interface Part {
  readonly place: string;
  readonly name: string;
  readonly deprecationReason: string | null | undefined;
}

/** Deprecated parts that name no successor that exists and is not deprecated itself. */
function withoutSuccessor(graph: GraphQLSchema): string[] {
  const part = (place: string, { name, deprecationReason }: Omit<Part, 'place'>): Part => ({
    place,
    name,
    deprecationReason,
  });
  const parts = Object.values(graph.getTypeMap()).flatMap((type): Part[] => {
    if (isEnumType(type)) return type.getValues().map((value) => part(`${type.name}.${value.name}`, value));
    if (isInputObjectType(type)) {
      return Object.values(type.getFields()).map((field) => part(`${type.name}.${field.name}`, field));
    }
    if (!isObjectType(type) && !isInterfaceType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => [
      part(`${type.name}.${field.name}`, field),
      ...field.args.map((argument) => part(`${type.name}.${field.name}(${argument.name})`, argument)),
    ]);
  });
  const lasting = new Set(
    parts.filter(({ deprecationReason }) => deprecationReason == null).flatMap(({ place, name }) => [place, name]),
  );
  return parts
    .filter(({ deprecationReason }) => deprecationReason != null)
    .filter(({ deprecationReason }) => {
      const named = Array.from(deprecationReason?.matchAll(/`([^`]+)`/g) ?? [], ([, name]) => name ?? '');
      return !named.some((name) => lasting.has(name));
    })
    .map(({ place }) => place);
}

it('whatever is deprecated names its successor', () => {
  expect(withoutSuccessor(schema)).toEqual([]);
  const graph = buildSchema(`
    type Query {
      a: Int @deprecated
      b: Int @deprecated(reason: "Use \`nothing\`.")
      c: Int @deprecated(reason: "Use \`a\`.")
      d(x: Int @deprecated(reason: "Use y."), y: Int): Int @deprecated(reason: "Use \`Query.e\`.")
      e(x: Int @deprecated(reason: "Use \`y\`."), y: Int): Int
    }
    enum E { A B @deprecated(reason: "Use \`A\`.") C @deprecated }
    input I { a: Int b: Int @deprecated(reason: "Use \`a\`.") c: Int @deprecated }
  `);
  expect(withoutSuccessor(graph)).toEqual(['Query.a', 'Query.b', 'Query.d(x)', 'E.C', 'I.c']);
});
