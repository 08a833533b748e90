import { authenticateUserImpersonation } from '../../resolvers/consumer/impersonation.ts';
import { mutation } from '../mutation.ts';
import { impersonationTokenInput } from '../shared/impersonation.ts';
import { signInAccess, signInResult } from './sign-in.ts';

mutation('authenticateUserImpersonation', {
  access: signInAccess({ impersonationToken: 'token' }),
  operations: ['post /v1/impersonation/authenticate'],
  description:
    'Signs somebody of yours in as a user, to see what the user sees. The session lasts an hour, cannot be extended, says in its factors who is behind it, and neither adds nor removes factors.',
  input: impersonationTokenInput,
  resolve: authenticateUserImpersonation,
  ...signInResult,
});
