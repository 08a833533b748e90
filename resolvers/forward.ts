import type { Context } from '../src/graphql/context.ts';
import { toGraphName } from '../src/stytch/contract/names.ts';
import { pathParameters } from '../src/stytch/contract/path.ts';
import type { RestInput, RestMethod, RestOutput, RestPath, WireName } from '../src/stytch/contract/types.ts';

/** Wire names of input fields that differ by more than camelCase: `{ name: 'organization_name' }`. */
export type FieldRenames<M extends RestMethod, P extends RestPath<M>> = Readonly<Record<string, WireName<M, P>>>;

/** An input with its graph names in place of the renamed wire names. */
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
 * Creates the resolver of a mutation that is one REST call: the input becomes path, query or body parameters by the
 * contract, the response becomes the payload. Its input type is exactly that of the operation, so a misspelt, missing
 * or mistyped input fails to compile at `resolve:`. The resolver exposes its renames for the contract test.
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

/** The ids in a path, under their names on Stytch's objects. */
export type PathIds<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & PathIds<Rest>
  : unknown;

/**
 * Creates the resolver of a deletion. Stytch's response has little more than a request id, so the ids of the path are
 * added: the payload needs them to reach the parent object.
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
 * Creates the resolver of a PUT that may reset omitted properties: it reads the object first and sends every property
 * that the PUT takes, with the changes of the input.
 *
 * @param current reads the current properties, by camelCase names; null if the object does not exist
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
