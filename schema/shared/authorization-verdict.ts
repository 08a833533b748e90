import { contractObject } from '../builder.ts';

/** Result of an authorization check of a session, shared by members and users. */
export const AuthorizationVerdict = contractObject(
  'AuthorizationVerdict',
  'api_b2b_session_v1_AuthorizationVerdict',
  'api_session_v1_AuthorizationVerdict',
).implement({
  description: 'Result of a successful authorization check.',
  fields: (t) => ({
    authorized: t.exposeBoolean('authorized', {
      description: 'Always true: if the session is not allowed, the mutation returns an error.',
    }),
    grantingRoleIds: t.exposeStringList('granting_roles', {
      description: 'Ids of all roles of the session that allow the action.',
    }),
  }),
});
