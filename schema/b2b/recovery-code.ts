import { memberRecoveryCodes, recoverMember, rotateRecoveryCodes } from '../../resolvers/b2b/recovery-code.ts';
import { builder } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { sessionWishes } from '../shared/session.ts';
import { recoveryCodeInput } from '../shared/totp.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { signInProofs } from './proof.ts';
import { memberKeyInput, secondFactorInput, signInAccess, telemetryId } from './sign-in.ts';
import { devicePayload, signInResult } from './sign-in-outcome.ts';

builder.objectField(Member, 'recoveryCodes', (t) =>
  t.stringList({
    nullable: true,
    secret: true,
    // A recovery code authenticates the member, so no role gives access to the codes of another member.
    access: { resource: 'stytch.member', action: 'get.recovery-codes', signedIn: 'self' },
    byKey: true,
    operations: ['get /v1/b2b/recovery_codes/{organization_id}/{member_id}'],
    description:
      'Unused recovery codes, each valid once. Null if there is no authenticator app. For the member and for servers only.',
    resolve: memberRecoveryCodes,
  }),
);

mutation('recoverMember', {
  access: signInAccess(signInProofs),
  operations: ['post /v1/b2b/recovery_codes/recover'],
  description:
    'Signs in with a recovery code as second factor instead of a lost authenticator app: completes a sign-in, or adds the factor to a session. The code stops working.',
  input: (t) => ({
    ...memberKeyInput(t),
    recoveryCode: recoveryCodeInput(t),
    ...secondFactorInput(t),
    ...sessionWishes(t),
    telemetryId: telemetryId(t),
  }),
  resolve: recoverMember,
  ...signInResult,
  payload: (t) => ({
    ...devicePayload(t),
    recoveryCodesRemaining: t.exposeInt('recovery_codes_remaining', {
      nullable: true,
      description: 'Number of unused codes. Null if unknown. Remind the person to rotate them in time.',
    }),
  }),
});

mutation('rotateRecoveryCodes', {
  access: { resource: 'stytch.member', action: 'rotate.recovery-codes', signedIn: 'self' },
  operations: ['post /v1/b2b/recovery_codes/rotate'],
  description: 'Rotates a member’s recovery codes. The old codes stop working. For the member and for servers only.',
  input: memberKeyInput,
  resolve: rotateRecoveryCodes,
  payload: (t) => ({
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The member who has the codes.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
    recoveryCodes: t.exposeStringList('recovery_codes', {
      secret: true,
      description: 'The new codes, each valid once. The person must store them.',
    }),
  }),
});
