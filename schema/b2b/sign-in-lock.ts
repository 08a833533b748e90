/** The gateway's own sign-in lock. It locks after fewer failed attempts than Stytch's lock. */
import { signInLockedUntil, unlockMemberSignIn } from '../../resolvers/b2b/sign-in-lock.ts';
import { builder } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { Member } from './member.ts';
import { memberKeyInput } from './sign-in.ts';

builder.objectField(Member, 'signInLockedUntil', (t) =>
  t.field({
    type: 'DateTime',
    nullable: true,
    description:
      'When the gateway’s own sign-in lock expires. It locks after fewer failed attempts than Stytch’s lock (`isLocked`). Null if not locked.',
    resolve: signInLockedUntil,
  }),
);

mutation('unlockMemberSignIn', {
  access: { resource: 'stytch.member', action: 'revoke-sessions', signedIn: 'permitted' },
  operations: ['get /v1/b2b/organizations/{organization_id}/member'],
  description:
    'Removes the gateway’s own sign-in lock of a member. Stytch’s lock (`isLocked`) remains. For servers it also removes the lock of the email address in discovery.',
  input: memberKeyInput,
  resolve: unlockMemberSignIn,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The unlocked member.' }) }),
});
