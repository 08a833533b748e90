/** Requests made from the schema, so that the hostile suite tries a field that is added later too. */
import {
  type GraphQLField,
  type GraphQLInputType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { schema } from '../../schema/index.ts';
import type { Access } from '../../src/auth/access.ts';

export type Field = GraphQLField<unknown, unknown>;

/** Every field of the root, with the kind of operation that asks for it. */
export const roots: readonly (readonly ['query' | 'mutation', Field])[] = [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
];

export const accessOf = (field: Field): Access => field.extensions['access'] as Access;

/** Values for arguments and input fields by their names. */
export type Given = Readonly<Record<string, unknown>>;

/** Names by which a request can say whom it is about: an organization and a member, wherever they can be named. */
export const about = (organization: string, member: string): Given => ({
  organizationId: organization,
  organizationIds: organization,
  memberId: member,
});

/** A value that fits: what is given under its name wherever it can be, anything elsewhere, and nothing that need not be. */
function value(type: GraphQLInputType, name: string, given: Given): unknown {
  if (isNonNullType(type)) return value(type.ofType, name, given);
  if (isListType(type)) return [value(type.ofType, name, given)];
  if (isInputObjectType(type)) {
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type) || field.name in given)
        .map((field) => [field.name, value(field.type, field.name, given)]),
    );
  }
  if (name in given) return given[name];
  if (isEnumType(type)) return type.getValues()[0]?.name;
  const samples: Record<string, unknown> = {
    Int: 1,
    Boolean: true,
    Float: 1,
    URL: 'https://example.com/a',
    EmailAddress: 'somebody@example.com',
    PhoneNumber: '+12025550123',
    JWT: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
    DateTime: '2026-01-01T00:00:00Z',
    JSONObject: {},
  };
  return samples[getNamedType(type).name] ?? 'x-123456';
}

/** A request for a field, called `it`, and as little as possible below it. */
export function request(kind: 'query' | 'mutation', field: Field, given: Given) {
  const taken = field.args.filter((arg) => isNonNullType(arg.type) || arg.name in given);
  const declared = taken.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = taken.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const type = getNamedType(field.type);
  const selection = isLeafType(type)
    ? ''
    : kind === 'mutation'
      ? '{ __typename ... on StytchError { code message } }'
      : '{ __typename }';
  return {
    document: `${kind} ${declared ? `(${declared})` : ''} { it: ${field.name}${passed ? `(${passed})` : ''} ${selection} }`,
    variables: Object.fromEntries(taken.map((arg) => [arg.name, value(arg.type, arg.name, given)])),
  };
}
