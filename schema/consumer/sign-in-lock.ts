/** The gateway's own sign-in lock. It locks after fewer failed attempts than Stytch's lock. */
import { unlockUserSignIn, userSignInLockedUntil } from '../../resolvers/consumer/sign-in-lock.ts';
import { builder } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { userIdInput } from './ids.ts';
import { User } from './user.ts';

builder.objectField(User, 'signInLockedUntil', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the gateway’s own sign-in lock expires. It locks after fewer failed attempts than Stytch’s lock (`isLocked`). Null if not locked.',
    resolve: userSignInLockedUntil,
  }),
);

mutation('unlockUserSignIn', {
  access: { resource: 'stytch.user', action: 'revoke-sessions', signedIn: 'none' },
  operations: ['get /v1/users/{user_id}'],
  description: 'Removes the gateway’s own sign-in lock of a user. Stytch’s lock (`isLocked`) remains. Servers only.',
  input: (t) => ({ userId: userIdInput(t) }),
  resolve: unlockUserSignIn,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The unlocked user.' }) }),
});
