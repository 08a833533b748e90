import type { Context } from '../../src/graphql/context.ts';
import type { RestInput } from '../../src/stytch/contract/types.ts';
import { invalidInput } from '../../src/stytch/error.ts';
import { forward } from '../forward.ts';
import { withProof } from '../session-proof.ts';

const START = '/v1/b2b/idp/oauth/authorize/start';

/** What an app wants back: OAuth knows more, but Stytch only the code. */
const RESPONSE_TYPE = 'code';

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
  { input }: { input: Omit<RestInput<'post', typeof START>, 'responseType'> },
  { stytch }: Context,
) => {
  checkWho(input);
  return withProof(stytch.call('post', START, { ...input, responseType: RESPONSE_TYPE }), input);
};

const authorize = forward('post', '/v1/b2b/idp/oauth/authorize');

export const authorizeConnectedApp = Object.assign(
  async (
    root: unknown,
    { input }: { input: Omit<Parameters<typeof authorize>[1]['input'], 'responseType'> },
    context: Context,
  ) => {
    checkWho(input);
    return authorize(root, { input: { ...input, responseType: RESPONSE_TYPE } }, context);
  },
  { renames: authorize.renames },
);
