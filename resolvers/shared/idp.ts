/** Authorization of connected apps, for members and users. */
import type { Context } from '../../src/graphql/context.ts';

/** The type of resolvers that `forward` creates. */
type Forwarded<Taken, Answer> = ((root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>) & {
  readonly renames: Readonly<Record<string, string>>;
};

/** Wraps a resolver and sets `responseType` to `code`, the only value that Stytch supports. */
export function forCode<Taken, Answer>(
  resolve: Forwarded<Taken, Answer>,
): Forwarded<Omit<Taken, 'responseType'>, Answer>;
export function forCode(resolve: Forwarded<object, unknown>) {
  return Object.assign(
    (root: unknown, { input }: { input: object }, context: Context) =>
      resolve(root, { input: { ...input, responseType: 'code' } }, context),
    { renames: resolve.renames },
  );
}
