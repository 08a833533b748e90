/**
 * T33: every input type of a graph, each by variable, as the default of a variable and as an argument, with values that
 * hold a secret. Each type gets some of the values, and all types together get all of them.
 */
import { type GraphQLSchema, isInputObjectType, isNonNullType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntrospectionMode } from '../../src/graphql/introspection.ts';
import { type Base, SERVER_KEY, type Settings } from '../assemble.ts';
import { volume } from '../volume.ts';
import { filledLiteral, filledWith, inputTypesOf, literal, MARKER, oddLiterals, oddValues } from './odd-input.ts';
import { rootsOf } from './request.ts';
import { type ListeningGateway, listenOnLoopback } from './socket.ts';

interface HttpResponse {
  data?: unknown;
  errors?: { message: string; locations?: unknown[]; extensions: { code: string } }[];
}

/** Errors that are about more than one location. */
const WITHOUT_PLACE = /^(The variables have more than 50 errors|Too many validation errors)/;

/** Every nth value is tried with a type. There are more values than that, so each type gets at least one. */
const every = volume(48, 6);

/** Each type with its share of the values. */
function* turns<Type, Value>(types: readonly Type[], values: readonly Value[]) {
  for (const [at, type] of types.entries()) {
    for (const [index, value] of values.entries()) {
      if ((at + index) % every === 0) yield { type, value, index };
    }
  }
}

/** A gateway that is searched for leaks. */
type Searched = Pick<Base<string>, 'gateway' | 'logged' | 'calls' | 'close'>;

/** Sends requests that cannot succeed, and searches every response and log line for the secret. */
export type Refused = (body: string, code: string, hasPlace?: boolean) => Promise<HttpResponse>;

/** Starts a gateway before the tests of a block, and closes it after them. */
export function searching(start: (settings: Settings) => Promise<Searched>, introspection: IntrospectionMode): Refused {
  let g: Searched;
  let server: ListeningGateway;
  beforeAll(async () => {
    g = await start({ introspection, debug: true });
    server = await listenOnLoopback(g.gateway);
  });
  afterAll(async () => {
    await server.close();
    await g.close();
  });

  return async (body, code, hasPlace = code !== 'BAD_REQUEST') => {
    const response = await fetch(`http://127.0.0.1:${server.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SERVER_KEY}` },
      body,
    });
    const text = await response.text();
    const headers = JSON.stringify([...response.headers]);
    // A list of requests gets a list of responses.
    const [answer = {}] = [JSON.parse(text) as HttpResponse | HttpResponse[]].flat();
    const what = body.slice(0, 2_000);
    expect(text, what).not.toMatch(MARKER);
    expect(headers, what).not.toMatch(MARKER);
    const logged = g.logged.splice(0);
    expect(logged.length, what).toBeGreaterThan(0);
    expect(logged.join('\n'), what).not.toMatch(MARKER);
    expect(answer.data ?? null, what).toBeNull();
    expect(new Set(answer.errors?.map(({ extensions }) => extensions.code)), what).toEqual(new Set([code]));
    const homeless = answer.errors?.filter(
      ({ message, locations = [] }) => locations.length === 0 && !WITHOUT_PLACE.test(message),
    );
    if (hasPlace) expect(homeless, what).toEqual([]);
    expect(g.calls, what).toEqual([]);
    return answer;
  };
}

/** All modes of introspection. */
export const MODES: readonly IntrospectionMode[] = ['on', 'callers', 'off'];

/** A graph, and where it accepts free-form data. */
export interface Graph {
  readonly schema: GraphQLSchema;
  readonly start: (settings: Settings) => Promise<Searched>;
  /** A mutation with `$value` within free-form data, where a variable may have any type. */
  readonly freeForm: string;
}

/** Declares tests for all combinations of type and value. */
export function describeInputLeaks({ schema, start, freeForm }: Graph): void {
  const inputTypes = inputTypesOf(schema);

  describe.each(MODES)('T33: introspection %s', (introspection) => {
    const refused = searching(start, introspection);

    it('repeats no value of a variable, whether or not its document is cached', { timeout: 600_000 }, async () => {
      let sent = 0;
      for (const { type, value, index } of turns(inputTypes, oddValues)) {
        const query = `mutation ($value: ${type}, $flag: Boolean!) { ${freeForm} @include(if: $flag) { __typename } }`;
        const given = index % 2 === 0 ? value : filledWith(value, type);
        for (const variables of [{ value: given, flag: value }, { value: given }]) {
          await refused(JSON.stringify({ query, variables }), 'BAD_USER_INPUT');
          await refused(JSON.stringify({ query, variables, extensions: {} }), 'BAD_USER_INPUT');
          sent += 2;
        }
      }
      expect(sent).toBeGreaterThan(inputTypes.length);
    });

    it('repeats no default of a variable', { timeout: 600_000 }, async () => {
      const literals = [...oddValues.map(literal), ...oddLiterals];
      for (const { type, value, index } of turns(inputTypes, literals)) {
        const odd = oddValues[index];
        const given = odd !== undefined && index % 2 === 1 ? filledLiteral(odd, type) : value;
        const query = `mutation ($value: ${type} = ${given}) { ${freeForm} @include(if: ${value}) { __typename } }`;
        await refused(JSON.stringify({ query }), 'GRAPHQL_VALIDATION_FAILED');
      }
    });

    it('repeats no literal of an argument', { timeout: 600_000 }, async () => {
      const taking = rootsOf(schema).flatMap(([kind, field]) =>
        field.args.map((argument) => ({ kind, field, argument })),
      );
      const literals = [...oddValues.map(literal), ...oddLiterals];
      for (const { type, value, index } of turns(taking, literals)) {
        const { kind, field, argument } = type;
        const odd = oddValues[index];
        const given = odd !== undefined && index % 2 === 1 ? filledLiteral(odd, argument.type) : value;
        const query = `${kind} { ${field.name}(${argument.name}: ${given}) @include(if: ${value}) { __typename } }`;
        await refused(JSON.stringify({ query }), 'GRAPHQL_VALIDATION_FAILED');
      }
    });
  });

  it('T33: covers all input types of the schema', () => {
    expect(inputTypes.filter(isInputObjectType).length).toBeGreaterThan(60);
    expect(inputTypes.some(isNonNullType)).toBe(false);
    expect(oddValues.length).toBeGreaterThanOrEqual(50);
    for (const value of oddValues) expect(JSON.stringify(value)).toMatch(/canary|p4ssw0rd|9876543|9\.876543/);
  });
}
