/** The gateway's own lock on sign-in: it closes before Stytch's lock does. */
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
      'When the gateway’s own lock on sign-in ends: it closes after fewer failed attempts than Stytch’s lock, which is `isLocked`. Null if it is open.',
    resolve: signInLockedUntil,
  }),
);

mutation('unlockMemberSignIn', {
  access: { resource: 'stytch.member', action: 'revoke-sessions', signedIn: 'permitted' },
  operations: ['get /v1/b2b/organizations/{organization_id}/member'],
  description:
    'Lifts the gateway’s own lock on the sign-in of a member, who may then try again. Stytch’s lock, `isLocked`, stays. Servers also lift what the address earned at discovery.',
  input: memberKeyInput,
  resolve: unlockMemberSignIn,
  payload: (t) => ({ member: t.expose('member', { type: Member, description: 'The member, unlocked.' }) }),
});
