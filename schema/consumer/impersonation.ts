import { authenticateUserImpersonation } from '../../resolvers/consumer/impersonation.ts';
import { mutation } from '../mutation.ts';
import { impersonationTokenInput } from '../shared/impersonation.ts';
import { signInAccess, signInResult } from './sign-in.ts';

mutation('authenticateUserImpersonation', {
  access: signInAccess({ impersonationToken: 'token' }),
  operations: ['post /v1/impersonation/authenticate'],
  description:
    'Signs in an impersonator from your own team as a user, to see what the user sees. The session lasts 60 minutes, cannot be extended, and cannot add or delete factors. Its factors name the impersonator.',
  input: impersonationTokenInput,
  resolve: authenticateUserImpersonation,
  ...signInResult,
});
