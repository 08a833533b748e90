/** The gateway's own lock on sign-in: it closes before Stytch's lock does. */
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
      'When the gateway’s own lock on sign-in ends. It closes after fewer failed attempts than Stytch’s lock, which is `isLocked`. Null if it is open.',
    resolve: userSignInLockedUntil,
  }),
);

mutation('unlockUserSignIn', {
  access: { resource: 'stytch.user', action: 'revoke-sessions', signedIn: 'none' },
  operations: ['get /v1/users/{user_id}'],
  description:
    'Lifts the gateway’s own lock on the sign-in of a user, who may then try again. Stytch’s lock, `isLocked`, stays. Servers only.',
  input: (t) => ({ userId: userIdInput(t) }),
  resolve: unlockUserSignIn,
  payload: (t) => ({ user: t.expose('user', { type: User, description: 'The user, unlocked.' }) }),
});
