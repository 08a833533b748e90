/** Values nested in inputs and lists: invalid ones are rejected with their path, valid ones pass unchanged. */
import {
  coerceInputValue,
  GraphQLEnumType,
  GraphQLID,
  GraphQLInputObjectType,
  type GraphQLInputType,
  GraphQLList,
  GraphQLNonNull,
} from 'graphql';
import { describe, expect, it } from 'vitest';
import { argumentsReader } from '../schema/input-reader.ts';
import { EmailAddress, JsonObject } from '../schema/scalars.ts';
import { encodeOpaqueId } from '../src/graphql/node-id.ts';
import { StytchError } from '../src/stytch/error.ts';

const Level = new GraphQLEnumType({
  name: 'Level',
  values: { HIGH: { value: 'high' }, UNKNOWN: { value: 'UNKNOWN' } },
});
const listOf = (type: GraphQLInputType) => new GraphQLList(new GraphQLNonNull(type));
const Person: GraphQLInputObjectType = new GraphQLInputObjectType({
  name: 'Person',
  fields: () => ({
    address: { type: EmailAddress },
    addresses: { type: listOf(EmailAddress) },
    table: { type: listOf(listOf(EmailAddress)) },
    levels: { type: listOf(Level) },
    ids: { type: listOf(GraphQLID), extensions: { idOf: 'Organization' } },
    name: { type: GraphQLID, extensions: { clearing: 'Leave it out to keep it.' } },
    data: { type: JsonObject },
    friends: { type: listOf(Person) },
  }),
});

const ID = 'organization-test-00000000-0000-4000-8000-000000000000';
const read = argumentsReader([
  {
    name: 'input',
    type: Person,
    description: null,
    defaultValue: undefined,
    deprecationReason: null,
    extensions: {},
    astNode: null,
  },
  {
    name: 'person',
    type: Person,
    description: null,
    defaultValue: undefined,
    deprecationReason: null,
    extensions: {},
    astNode: null,
  },
]);

const outcome = (args: Readonly<Record<string, unknown>>) => {
  const coerced = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, coerceInputValue(value, Person) as unknown]),
  );
  try {
    return { read: read?.(coerced) };
  } catch (cause) {
    if (cause instanceof StytchError) return { code: cause.facts.code, path: cause.facts.path?.join('.') };
    throw cause;
  }
};

describe('an argument', () => {
  it.each<[object, string]>([
    [{ address: 'canary' }, 'address'],
    [{ addresses: ['a@b.example', 'canary'] }, 'addresses.1'],
    [{ addresses: 'canary' }, 'addresses.0'],
    [{ table: [['a@b.example'], ['a@b.example', 'canary']] }, 'table.1.1'],
    [{ levels: ['HIGH', 'UNKNOWN'] }, 'levels.1'],
    [{ ids: [ID, 'canary'] }, 'ids.1'],
    [{ ids: [encodeOpaqueId('Member', 'a/b')] }, 'ids.0'],
    [{ name: null }, 'name'],
    [{ friends: [{}, { friends: [{ address: 'canary' }] }] }, 'friends.1.friends.0.address'],
    [{ friends: [{ name: null }] }, 'friends.0.name'],
  ])('%j is refused at %s', (value, path) => {
    expect(outcome({ input: value })).toEqual({ code: 'INVALID_INPUT', path });
    expect(outcome({ person: value })).toEqual({ code: 'INVALID_INPUT', path: `person.${path}` });
  });

  it('that is sound stays as it is, and ids become those of Stytch', () => {
    const sound = {
      address: 'a@b.example',
      addresses: ['a@b.example'],
      table: [['a@b.example'], []],
      levels: ['HIGH'],
      ids: [encodeOpaqueId('Organization', ID), ID],
      name: 'a',
      data: { name: null, address: 'canary' },
      friends: [{ address: null, addresses: null, friends: null, data: null, levels: null, ids: null }],
    };
    expect(outcome({ input: sound })).toEqual({ read: { input: { ...sound, levels: ['high'], ids: [ID, ID] } } });
    expect(outcome({})).toEqual({ read: {} });
  });
});
