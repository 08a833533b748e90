/** The scalars alone, for a program that runs this schema with graphql-js without the gateway. */
import { type GraphQLScalarType, Kind, parse, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../schema/b2b/index.ts';
import { DateTime, EmailAddress, JsonObject, Jwt, MalformedText, PhoneNumber, Url } from '../schema/scalars.ts';

const scalars: GraphQLScalarType[] = [DateTime, EmailAddress, Jwt, PhoneNumber, Url, JsonObject];
const oddTexts = ['canary', 'canary@', 'http://[canary'];
const oddShapes = [5, true, ['canary']];

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
    for (const value of [...oddShapes, ...(scalar === JsonObject ? oddTexts : [{ a: 'canary' }])]) {
      expect(messageOf(() => scalar.parseValue(value))).toMatch(new RegExp(`^Expected ${scalar.name}: an? [^"]+\\.$`));
    }
  });

  it.skipIf(scalar === JsonObject)('passes a text of another form on as a mark without the text', () => {
    for (const text of oddTexts) {
      for (const mark of [scalar.parseValue(text), scalar.parseLiteral({ kind: Kind.STRING, value: text })]) {
        expect(mark).toEqual(new MalformedText(scalar));
      }
    }
  });

  it('refuses a literal of another shape at its place', () => {
    const query = `query ($v: ${scalar.name} = 3) { viewer { kind } }`;
    const errors = validate(schema, parse(query)).filter(({ message }) => message.startsWith('Expected'));
    expect(errors.map(({ locations }) => locations)).toEqual([[{ line: 1, column: 15 + scalar.name.length }]]);
  });
});
