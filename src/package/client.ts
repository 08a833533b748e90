/** `stytch-graphql/client`: exhaustive handling of mutation results and sign-in outcomes. */

/** An object of a union or interface type. Clients select `__typename`, or have it added to their documents. */
export interface Typed {
  readonly __typename?: string;
}

/** The types of a union by name. Null has the name `null`. */
type Name<Result> = Result extends Typed ? NonNullable<Result['__typename']> : 'null';
type Variant<Result, Wanted> = Result extends Typed
  ? Wanted extends NonNullable<Result['__typename']>
    ? Result
    : never
  : Wanted extends 'null'
    ? null
    : never;

/** One function per type of the union. */
export type Handlers<Result> = {
  readonly [Each in Name<Result>]: (value: Variant<Result, Each>) => unknown;
};

/**
 * Handles a result by its type. The compiler reports a type without a handler and a handler without a type. A nullable
 * result needs the handler `null`.
 *
 *     match(data.updateMember, {
 *       UpdateMemberPayload: ({ member }) => show(member),
 *       MutationError: ({ code, path }) => complain(code, path),
 *       null: () => tryLater(),
 *     });
 *
 * @throws Error if the result has a type without a handler, or no `__typename`
 */
export function match<
  Result extends Typed | null | undefined,
  Chosen extends Handlers<Result> & { readonly [Other in Exclude<keyof Chosen, Name<Result>>]: never },
>(result: Result, handlers: Chosen): ReturnType<Chosen[Name<Result>]>;
export function match(
  result: Typed | null | undefined,
  handlers: Readonly<Record<string, (value: unknown) => unknown>>,
): unknown {
  const name = result ? result.__typename : 'null';
  const handler = name !== undefined && Object.hasOwn(handlers, name) ? handlers[name] : undefined;
  if (!handler) throw new Error(name ? `${name} is not handled.` : 'Select __typename to match a result.');
  return handler(result ?? null);
}

/** The error of a mutation, as far as the document selects it. */
export interface MutationErrorFields {
  readonly __typename?: 'MutationError';
  readonly code?: string;
  readonly message?: string;
  readonly path?: readonly string[] | null;
  readonly retryAfter?: number | null;
}

/** A failed mutation. `error` contains the selected fields of `MutationError`. */
export class MutationFailed extends Error {
  override readonly name = 'MutationFailed';
  readonly error: MutationErrorFields;

  constructor(error: MutationErrorFields) {
    super(error.message ?? 'The mutation failed.');
    this.error = error;
  }
}

/** The payload of a result: every type except `MutationError`. */
export type Payload<Result> = Exclude<Result, { readonly __typename?: 'MutationError' } | null | undefined>;

/**
 * Returns the payload of a result.
 *
 * @throws MutationFailed if it is a `MutationError`
 * @throws Error if the result is null: the reason is in the errors of the response
 */
export function unwrap<Result extends Typed | null | undefined>(result: Result): Payload<Result>;
export function unwrap(result: Typed | null | undefined): unknown {
  if (!result) throw new Error('The mutation has no result; see the errors of the response.');
  if (isMutationError(result)) throw new MutationFailed(result);
  return result;
}

const isMutationError = (result: Typed): result is MutationErrorFields => result.__typename === 'MutationError';
