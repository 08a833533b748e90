import type { Context } from '../../src/graphql/context.ts';
import type { RestInput } from '../../src/stytch/contract/types.ts';
import { invalidInput } from '../../src/stytch/error.ts';
import { forward } from '../forward.ts';

const START = '/v1/b2b/idp/oauth/authorize/start';

/** In whose name an app is authorized. */
interface Who {
  organizationId?: string | null | undefined;
  memberId?: string | null | undefined;
  sessionToken?: string | null | undefined;
  sessionJwt?: string | null | undefined;
}

/** A session is proof of its own member only, so it never comes along with the name of another. */
const checkWho = ({ organizationId, memberId, sessionToken, sessionJwt }: Who) => {
  const ways = [organizationId || memberId, sessionToken, sessionJwt].filter(Boolean);
  if (ways.length !== 1 || Boolean(organizationId) !== Boolean(memberId)) {
    throw invalidInput('Give one of `sessionToken`, `sessionJwt`, or `organizationId` together with `memberId`.');
  }
};

export const connectedAppAuthorization = async (
  _: unknown,
  { input }: { input: RestInput<'post', typeof START> },
  { stytch }: Context,
) => {
  checkWho(input);
  return stytch.call('post', START, input);
};

const authorize = forward('post', '/v1/b2b/idp/oauth/authorize');

export const authorizeConnectedApp: typeof authorize = Object.assign(
  async (root: unknown, args: Parameters<typeof authorize>[1], context: Context) => {
    checkWho(args.input);
    return authorize(root, args, context);
  },
  { renames: authorize.renames },
);
