/** Requests generated from the schema, so that the hostile suite includes fields that are added later. */
import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
} from 'graphql';
import { COOKIE_INPUT } from '../../schema/cookie-input.ts';
import { hasIdForm, isIdKind } from '../../schema/id.ts';
import type { Access } from '../../src/auth/access.ts';
import type { ProofKind, Proofs } from '../../src/auth/proof.ts';
import type { GraphqlAnswer } from '../assemble.ts';
import { sampleId } from '../sample-id.ts';
import { isSecret } from './secret-fields.ts';

export type GraphField = GraphQLField<unknown, unknown>;

type Input = GraphQLArgument | GraphQLInputField;

/** Every field of the root types, with its kind of operation. */
export const rootsOf = (schema: GraphQLSchema): readonly (readonly ['query' | 'mutation', GraphField])[] => [
  ...Object.values(schema.getQueryType()?.getFields() ?? {}).map((field) => ['query', field] as const),
  ...Object.values(schema.getMutationType()?.getFields() ?? {}).map((field) => ['mutation', field] as const),
];

export const fieldAccessOf = (field: GraphField): Access => field.extensions['access'] as Access;

/** The input fields that hold a proof, with their kinds. */
export const proofsOf = (access: Access): Proofs => (access === 'anyone' ? {} : (access.proof ?? {}));

/** A proof of valid form that Stytch does not know. */
export const sampleProofs: Readonly<Record<ProofKind, string>> = {
  token: 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=',
  jwt: 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln',
  code: '123456',
  password: 'rye at dawn, quiet kettles',
  publicKeyCredential: '{"id":"AAAA","response":{}}',
  signature: `0x${'ab'.repeat(65)}`,
};

/** Values for arguments and input fields by their names. */
export type FixedValues = Readonly<Record<string, unknown>>;

/** The names of an organization and a member, for every argument and input field that can hold them. */
export const targetValues = (organization: string, member: string): FixedValues => ({
  organizationId: organization,
  organizationIds: organization,
  externalOrganizationId: organization,
  memberId: member,
  memberIds: member,
});

/** Whether an input can hold any of the given names, at any depth. */
function holds(type: GraphQLInputType, given: FixedValues): boolean {
  const named = getNamedType(type);
  return (
    isInputObjectType(named) &&
    Object.values(named.getFields()).some(({ name, type: inner }) => name in given || holds(inner, given))
  );
}

const isTaken = ({ name, type }: { name: string; type: GraphQLInputType }, given: FixedValues): boolean =>
  isNonNullType(type) || name in given || holds(type, given);

/**
 * The input fields that get a value. Of a @oneOf input it is the last named field, else a field that is not a secret,
 * if there is one.
 */
function takenFields(type: GraphQLInputObjectType, given: FixedValues): GraphQLInputField[] {
  const fields = Object.values(type.getFields());
  if (!type.isOneOf) return fields.filter((field) => isTaken(field, given));
  const way = wayOf(fields, given);
  if (way) return [way];
  const names = Object.keys(given);
  const named = fields.filter(({ name }) => name in given);
  const [last] = named.sort((a, b) => names.indexOf(b.name) - names.indexOf(a.name));
  const [first] = fields.filter(({ name }) => name !== COOKIE_INPUT);
  const picked =
    last ??
    fields.find((field) => holds(field.type, given)) ??
    fields.find((field) => !isSecret(field) && field.name !== COOKIE_INPUT) ??
    first;
  return picked ? [picked] : [];
}

/** The field of a @oneOf lookup that fits the given value. */
function wayOf(ways: readonly GraphQLInputField[], given: FixedValues): GraphQLInputField | undefined {
  return ways.find(({ extensions: { idOf, nameOf, names } }) => {
    const named = given[NAMES[String(names)] ?? String(names)];
    if (typeof named !== 'string') return false;
    if (isIdKind(idOf)) return hasIdForm(named, idOf);
    return isIdKind(nameOf) && !hasIdForm(named, nameOf);
  });
}

/** Input names that take the value of another name. */
const NAMES: Readonly<Record<string, string>> = { memberExternalId: 'memberId', userExternalId: 'userId' };

/** Names of the values for ids of a kind, for fields called `id` or `ids`. */
const IDS: Readonly<Record<string, string>> = { Organization: 'organizationId', Member: 'memberId', User: 'userId' };

/** The given value of an input, by its name or by what it names. */
function givenFor({ name, extensions: { idOf, names } }: Input, given: FixedValues): unknown {
  if (name in given) return given[name];
  if (typeof names === 'string') return given[NAMES[names] ?? names];
  return name === 'id' || name === 'ids' ? given[IDS[String(idOf)] ?? ''] : undefined;
}

/** A valid value: a given value if there is one for the name, else a sample; optional inputs are omitted. */
function value(input: Input, type: GraphQLInputType, given: FixedValues): unknown {
  if (isNonNullType(type)) return value(input, type.ofType, given);
  if (isListType(type)) return [value(input, type.ofType, given)];
  if (isInputObjectType(type)) {
    return Object.fromEntries(takenFields(type, given).map((field) => [field.name, value(field, field.type, given)]));
  }
  const named = givenFor(input, given);
  if (named !== undefined) return named;
  const { idOf } = input.extensions;
  if (isIdKind(idOf)) return sampleId(idOf);
  if (isEnumType(type)) return type.getValues()[0]?.name;
  const samples: Record<string, unknown> = {
    Int: 1,
    Boolean: true,
    Float: 1,
    URL: 'https://example.com/a',
    EmailAddress: 'somebody@example.com',
    PhoneNumber: '+12025550123',
    JWT: sampleProofs.jwt,
    DateTime: '2026-01-01T00:00:00Z',
    JSONObject: {},
  };
  return samples[getNamedType(type).name] ?? 'x-123456';
}

/**
 * A request for a field, with the alias `it` and a minimal selection. A required proof has the form of its kind.
 */
export function buildRequest(kind: 'query' | 'mutation', field: GraphField, given: FixedValues) {
  const proofs = Object.entries(proofsOf(fieldAccessOf(field)));
  const required = requiredFields(field, given);
  const values = {
    ...Object.fromEntries(
      proofs
        .filter(([name]) => required.has(name) && !(name in given))
        .map(([name, proof]) => [name, sampleProofs[proof]]),
    ),
    ...given,
  };
  const taken = field.args.filter((arg) => isTaken(arg, values));
  const declared = taken.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const passed = taken.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const type = getNamedType(field.type);
  const selection = isLeafType(type)
    ? ''
    : kind === 'mutation'
      ? '{ __typename ... on MutationError { code message } }'
      : '{ __typename }';
  return {
    document: `${kind} ${declared ? `(${declared})` : ''} { it: ${field.name}${passed ? `(${passed})` : ''} ${selection} }`,
    variables: Object.fromEntries(taken.map((arg) => [arg.name, value(arg, arg.type, values)])),
  };
}

/** Required arguments and input fields, with the picked field of each @oneOf input. */
function requiredFields({ args }: GraphField, given: FixedValues): ReadonlySet<string> {
  const required = (values: readonly { name: string; type: GraphQLInputType }[]): string[] =>
    values
      .filter(({ type }) => isNonNullType(type))
      .flatMap(({ name, type }) => {
        const named = getNamedType(type);
        if (!isInputObjectType(named)) return [name];
        const inner = named.isOneOf ? takenFields(named, given).map((field) => field.name) : [];
        return [name, ...inner, ...(named.isOneOf ? [] : required(Object.values(named.getFields())))];
      });
  return new Set(required(args));
}

/** The names of all inputs of a request, at any depth. */
export function takenBy({ variables }: { variables: FixedValues }): ReadonlySet<string> {
  const names = (value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([name, inner]) => [name, ...names(inner)])
      : [];
  return new Set(names(variables));
}

/** Whether a request needs no permission: its field is for anyone, or it holds a proof that Stytch checks. */
export function runsByItself(access: Access, variables: FixedValues): boolean {
  if (access === 'anyone') return true;
  const given = takenBy({ variables });
  return Object.keys(proofsOf(access)).some((name) => given.has(name));
}

/** The error code of a response to such a request, from `errors` or from the result of a mutation. */
export const codeOf = ({ data, errors }: GraphqlAnswer<Record<string, unknown>>): string | undefined =>
  errors[0]?.extensions.code ?? (data?.['it'] as { code?: string } | null | undefined)?.code;
