/** Groups of inputs: a @oneOf object in the graph, flattened into the other inputs for resolvers. */
import { buildSchema, type GraphQLArgument, isInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { recoverMember } from '../resolvers/b2b/recovery-code.ts';
import { schema } from '../schema/b2b/index.ts';
import { GROUP, groupsReader } from '../schema/input-group.ts';
import { groupField, inputGroup, mutation } from '../schema/mutation.ts';

/** The argument of a field `f`; its inputs with names `...Group` are groups. */
function argumentOf(types: string): GraphQLArgument[] {
  const built = buildSchema(`type Query { f(input: Input!): Int } ${types}`);
  for (const type of Object.values(built.getTypeMap())) {
    if (isInputObjectType(type) && type.name.endsWith('Group')) type.extensions = GROUP;
  }
  return [...(built.getQueryType()?.getFields()['f']?.args ?? [])];
}

const args = argumentOf(`
  input Input { name: String, session: SessionGroup, settings: Settings }
  input Settings { name: String }
  input SessionGroup @oneOf { token: String, jwt: String, key: Key }
  input Key { id: String, owner: String }`);

describe('groupsReader', () => {
  it.each([
    [{ name: 'a' }, { name: 'a' }],
    [{ session: null }, {}],
    [{ session: { token: 't' } }, { token: 't' }],
    [{ session: { token: '' } }, { token: '' }],
    [
      { name: 'a', session: { key: { id: 'i', owner: 'o' } } },
      { name: 'a', id: 'i', owner: 'o' },
    ],
    [{ settings: { name: 'b' } }, { settings: { name: 'b' } }],
  ])('reads %o as %o', (input, flat) => {
    expect(groupsReader(args)?.({ input })).toEqual({ input: flat });
  });

  it('has nothing to do with an input that has no group', () => {
    expect(groupsReader(argumentOf('input Input { name: String, other: Other } input Other { name: String }'))).toBe(
      undefined,
    );
  });

  it('refuses two inputs that would stand under one name', () => {
    const types = 'input Input { token: String, session: SessionGroup } input SessionGroup @oneOf { token: String }';
    expect(() => groupsReader(argumentOf(types))).toThrow('has another field of this name');
  });

  it('finds no such names in the graph, where every group is a @oneOf', () => {
    for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
      expect(() => groupsReader(field.args)).not.toThrow();
    }
    const groups = Object.values(schema.getTypeMap()).filter(({ extensions }) => extensions['group'] === true);
    expect(groups.map(({ name }) => name).sort()).toEqual([
      'AuthorizingMemberInput',
      'SessionCredentialInput',
      'SignInCredentialInput',
    ]);
    expect(groups.every((type) => isInputObjectType(type) && type.isOneOf)).toBe(true);
  });
});

/** Compiled but never called. */
export const mistyped = () => {
  const options = { access: 'anyone', operations: [], description: 'x', resolve: recoverMember } as const;
  const misspelt = inputGroup('A', 'x.', (t) => ({ sesionToken: t.string(), sessionJwt: t.string() }));
  const number = inputGroup('B', 'x.', (t) => ({ sessionToken: t.int(), sessionJwt: t.string() }));
  mutation('a', {
    ...options,
    // @ts-expect-error The resolver takes no `sesionToken`.
    input: (t) => ({
      organizationId: t.string({ required: true }),
      memberId: t.string({ required: true }),
      recoveryCode: t.string({ required: true }),
      credential: groupField(t, misspelt, { description: 'x.' }),
    }),
  });
  mutation('b', {
    ...options,
    // @ts-expect-error The resolver takes a text as `sessionToken`.
    input: (t) => ({
      organizationId: t.string({ required: true }),
      memberId: t.string({ required: true }),
      recoveryCode: t.string({ required: true }),
      credential: groupField(t, number, { description: 'x.' }),
    }),
  });
  mutation('c', {
    ...options,
    // @ts-expect-error The resolver needs `recoveryCode`.
    input: (t) => ({ organizationId: t.string({ required: true }), memberId: t.string({ required: true }) }),
  });
};
