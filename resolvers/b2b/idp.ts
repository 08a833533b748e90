import type { Context } from '../../src/graphql/context.ts';
import { forward } from '../forward.ts';

/** What an app wants back: OAuth knows more, but Stytch only the code. */
const RESPONSE_TYPE = 'code';

const prepare = forward('post', '/v1/b2b/idp/oauth/authorize/start');
const authorize = forward('post', '/v1/b2b/idp/oauth/authorize');

/** The input of a request of an app, but for what the gateway says itself. */
type Asked<Resolver extends (root: unknown, args: { input: never }, context: Context) => unknown> = {
  input: Omit<Parameters<Resolver>[1]['input'], 'responseType'>;
};

export const prepareConnectedAppAuthorization = Object.assign(
  (root: unknown, { input }: Asked<typeof prepare>, context: Context) =>
    prepare(root, { input: { ...input, responseType: RESPONSE_TYPE } }, context),
  { renames: prepare.renames },
);

export const authorizeConnectedApp = Object.assign(
  (root: unknown, { input }: Asked<typeof authorize>, context: Context) =>
    authorize(root, { input: { ...input, responseType: RESPONSE_TYPE } }, context),
  { renames: authorize.renames },
);
