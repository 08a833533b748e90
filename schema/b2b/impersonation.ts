import { authenticateMemberImpersonation } from '../../resolvers/b2b/impersonation.ts';
import { mutation } from '../mutation.ts';
import { impersonationTokenInput } from '../shared/impersonation.ts';
import { signInAccess } from './sign-in.ts';
import { signInResult } from './sign-in-outcome.ts';

mutation('authenticateMemberImpersonation', {
  access: signInAccess({ impersonationToken: 'token' }),
  operations: ['post /v1/b2b/impersonation/authenticate'],
  description:
    'Signs in an impersonator from your own team as a member, to see what the member sees. The session lasts 60 minutes and cannot be extended. Its factors name the impersonator.',
  input: impersonationTokenInput,
  resolve: authenticateMemberImpersonation,
  ...signInResult,
});
