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
    // Whoever reads them can pass for the member, so no role lets anybody read another's.
    access: { resource: 'stytch.member', action: 'get.recovery-codes', signedIn: 'self' },
    byKey: true,
    operations: ['get /v1/b2b/recovery_codes/{organization_id}/{member_id}'],
    description:
      'Codes that stand in for a lost authenticator app, each good once: those that are left. Null without an app. For the member and for servers only.',
    resolve: memberRecoveryCodes,
  }),
);

mutation('recoverMember', {
  access: signInAccess(signInProofs),
  operations: ['post /v1/b2b/recovery_codes/recover'],
  description:
    'Uses up a recovery code as second factor where the authenticator app is lost: completes a sign-in, or adds to a session.',
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
      description: 'How many codes are left. Remind the person to have new ones made in time.',
    }),
  }),
});

mutation('rotateRecoveryCodes', {
  access: { resource: 'stytch.member', action: 'rotate.recovery-codes', signedIn: 'self' },
  operations: ['post /v1/b2b/recovery_codes/rotate'],
  description: 'Makes new recovery codes for a member; the old ones work no more. For the member and for servers only.',
  input: memberKeyInput,
  resolve: rotateRecoveryCodes,
  payload: (t) => ({
    member: t.expose('member', { type: Member, nullable: true, expected: true, description: 'Whose codes they are.' }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
    recoveryCodes: t.exposeStringList('recovery_codes', {
      secret: true,
      description: 'The new codes, each good once. Have the person keep them.',
    }),
  }),
});
