/** The scalars by themselves, for a program that runs this schema by graphql-js without the gateway. */
import { type GraphQLScalarType, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { DateTime, EmailAddress, JsonObject, Jwt, PhoneNumber, Url } from '../schema/scalars.ts';

const scalars: GraphQLScalarType[] = [DateTime, EmailAddress, Jwt, PhoneNumber, Url, JsonObject];
const odd = ['canary', 5, true, ['canary'], 'canary@', 'http://[canary'];

const messageOf = (coerce: () => unknown): string => {
  try {
    coerce();
  } catch (cause) {
    if (cause instanceof Error) return cause.message;
  }
  return 'taken';
};

describe.each(scalars)('%s', (scalar) => {
  it('repeats no value that it refuses', () => {
    for (const value of [...odd, ...(scalar === JsonObject ? [] : [{ a: 'canary' }])]) {
      expect(messageOf(() => scalar.parseValue(value))).toMatch(new RegExp(`^Expected ${scalar.name}: an? [^"]+\\.$`));
    }
  });

  it('refuses a literal at its place', () => {
    const query = `query ($v: ${scalar.name} = "canary") { viewer { kind } }`;
    const errors = validate(schema, parse(query)).filter(({ message }) => message.startsWith('Expected'));
    expect(errors.map(({ locations }) => locations)).toEqual([[{ line: 1, column: 15 + scalar.name.length }]]);
    expect(JSON.stringify(errors)).not.toContain('canary');
  });
});
