/** Authorization of connected apps, the same for members and users. */
import type { Context } from '../../src/graphql/context.ts';

/** What `forward` makes. */
type Forwarded<Taken, Answer> = ((root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>) & {
  readonly renames: Readonly<Record<string, string>>;
};

/** The same resolver for a request that asks for a code: OAuth knows other response types, but Stytch has none. */
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
