import type { Context } from '../src/graphql/context.ts';
import { toGraphName } from '../src/stytch/contract/names.ts';
import { pathParameters } from '../src/stytch/contract/path.ts';
import type { RestInput, RestMethod, RestOutput, RestPath, WireName } from '../src/stytch/contract/types.ts';

/** Which wire property a field of the graph's input is, where it is more than camelCase: `{ name: 'organization_name' }`. */
export type FieldRenames<M extends RestMethod, P extends RestPath<M>> = Readonly<Record<string, WireName<M, P>>>;

/** What a renamed input looks like: graph names in place of the wire's. */
export type RenamedInput<I, R extends Readonly<Record<string, string>>> = {
  [K in keyof I as K extends string ? GraphName<K, R> : never]: I[K];
};

type GraphName<K extends string, R extends Readonly<Record<string, string>>> = {
  [G in keyof R]: CamelOf<R[G]> extends K ? G : never;
}[keyof R] extends infer Found
  ? [Found] extends [never]
    ? K
    : Found & string
  : never;

type CamelOf<S extends string> = S extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<CamelOf<Tail>>}` : S;

/**
 * A mutation's resolver that is one REST call: the input goes where the contract wants it (path, query or body), the
 * answer becomes the payload. It takes exactly the operation's inputs, so a misspelt, missing or mistyped one fails to
 * compile at `resolve:`. The renames stay readable on the resolver, for the contract test.
 */
export function forward<
  M extends RestMethod,
  P extends RestPath<M>,
  const R extends FieldRenames<M, P> = Record<never, never>,
>(
  method: M,
  path: P,
  renames?: R,
): ((
  root: unknown,
  args: { input: RenamedInput<RestInput<M, P>, R> },
  context: Context,
) => Promise<RestOutput<M, P>>) & {
  readonly renames: Readonly<Record<string, string>>;
};
export function forward(method: RestMethod, path: string, renames: Readonly<Record<string, string>> = {}) {
  const names = namesOf(renames);
  const resolve = (_: unknown, { input }: { input: object }, { stytch }: Context) =>
    stytch.send(method, path, renamed(input, names));
  return Object.assign(resolve, { renames });
}

/** The ids in a path, under the names that they have on objects of Stytch. */
export type PathIds<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & PathIds<Rest>
  : unknown;

/**
 * The resolver of a removal. Stytch answers little more than a request id, so the answer gets the ids of the path: the payload
 * leads to what it was removed from.
 */
export function remove<
  M extends 'delete' | 'post',
  P extends RestPath<M>,
  const R extends FieldRenames<M, P> = Record<never, never>,
>(
  method: M,
  path: P,
  renames?: R,
): ((
  root: unknown,
  args: { input: RenamedInput<RestInput<M, P>, R> },
  context: Context,
) => Promise<RestOutput<M, P> & PathIds<P>>) & {
  readonly renames: Readonly<Record<string, string>>;
};
export function remove(method: RestMethod, path: string, renames: Readonly<Record<string, string>> = {}) {
  const names = namesOf(renames);
  const parameters = pathParameters(path);
  const resolve = async (_: unknown, { input }: { input: object }, { stytch }: Context) => {
    const given = renamed(input, names);
    const ids = parameters.map((name) => [name, given[toGraphName(name)]]);
    return { ...Object.fromEntries(ids), ...(await stytch.send(method, path, given)) };
  };
  return Object.assign(resolve, { renames });
}

/**
 * A mutation's resolver for a PUT that may reset what a request leaves out: it reads the object first, and sends every
 * property that the PUT takes, with the changes of the input.
 *
 * @param current reads the properties as they stand, by camelCase names; null where the object does not exist
 */
export function replace<P extends RestPath<'put'>, const R extends FieldRenames<'put', P> = Record<never, never>>(
  path: P,
  current: (input: RenamedInput<RestInput<'put', P>, R>, context: Context) => Promise<RestInput<'put', P> | null>,
  renames?: R,
): ((
  root: unknown,
  args: { input: RenamedInput<RestInput<'put', P>, R> },
  context: Context,
) => Promise<RestOutput<'put', P>>) & {
  readonly renames: Readonly<Record<string, string>>;
};
export function replace(
  path: string,
  current: (input: object, context: Context) => Promise<object | null>,
  renames: Readonly<Record<string, string>> = {},
) {
  const names = namesOf(renames);
  const resolve = async (_: unknown, { input }: { input: object }, context: Context) => {
    const before = await current(input, context);
    const given = Object.entries(renamed(input, names)).filter(([, value]) => value !== null && value !== undefined);
    return context.stytch.send('put', path, { ...before, ...Object.fromEntries(given) });
  };
  return Object.assign(resolve, { renames });
}

const namesOf = (renames: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(renames).map(([graph, wire]) => [graph, toGraphName(wire)]));

const renamed = (input: object, names: ReadonlyMap<string, string>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(input).map(([name, value]) => [names.get(name) ?? name, value]));
