/** Consumer: people are users of the project, without a tenant. */
import { signIn } from './consumer/sign-in.ts';
import { session, target } from './consumer/user.ts';
import { userGuard } from './consumer/user-guard.ts';
import type { UserCaller, Vertical } from './vertical.ts';

export const consumer: Vertical = {
  name: 'consumer',
  person: 'user',
  session,
  project: {
    fetchKeys: async (stytch, projectId, options) =>
      (await stytch.call('get', '/v1/sessions/jwks/{project_id}', { projectId }, options)).keys,
    fetchPolicy: async (stytch, options) => (await stytch.call('get', '/v1/rbac/policy', {}, options)).policy,
    tenantOf: () => undefined,
    fetchTenantRoles: async () => undefined,
  },
  target,
  ids: {
    prefixes: { userId: 'user-' },
    tenant: undefined,
    person: { name: 'userId', wireName: 'user_id' },
  },
  signIn,
  partyOf: ({ userId }: UserCaller) => ({ caller: `user ${userId}`, tenant: `user ${userId}` }),
  loadIntroduction: async () => (await import('./consumer/introduction.ts')).introduction,
  // The guard also covers requests by proof: a proof does not show for which user a request is made.
  guardOf: (user: UserCaller | undefined, _, log) => userGuard(user?.userId, log),
};
