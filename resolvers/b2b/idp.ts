import type { Context } from '../../src/graphql/context.ts';
import { forward } from '../forward.ts';

/** What `forward` makes. */
type Forwarded<Taken, Answer> = ((root: unknown, args: { input: Taken }, context: Context) => Promise<Answer>) & {
  readonly renames: Readonly<Record<string, string>>;
};

/** The same resolver for a request that asks for a code: OAuth knows other response types, but Stytch has none. */
function forCode<Taken, Answer>(resolve: Forwarded<Taken, Answer>): Forwarded<Omit<Taken, 'responseType'>, Answer>;
function forCode(resolve: Forwarded<object, unknown>) {
  return Object.assign(
    (root: unknown, { input }: { input: object }, context: Context) =>
      resolve(root, { input: { ...input, responseType: 'code' } }, context),
    { renames: resolve.renames },
  );
}

export const prepareConnectedAppAuthorization = forCode(forward('post', '/v1/b2b/idp/oauth/authorize/start'));
export const authorizeConnectedApp = forCode(forward('post', '/v1/b2b/idp/oauth/authorize'));
