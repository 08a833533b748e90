import { contractObject } from '../builder.ts';

/** What became of the question whether a session allows something, the same for members and users. */
export const AuthorizationVerdict = contractObject(
  'AuthorizationVerdict',
  'api_b2b_session_v1_AuthorizationVerdict',
  'api_session_v1_AuthorizationVerdict',
).implement({
  description: 'Why a session is allowed to do something.',
  fields: (t) => ({
    authorized: t.exposeBoolean('authorized', { description: 'Always true: otherwise the mutation fails.' }),
    grantingRoleIds: t.exposeStringList('granting_roles', { description: 'Ids of all roles that allow it.' }),
  }),
});
