/** Facts of member sign-in, for counting attempts. */
import { invalidInput } from '../../stytch/error.ts';
import type { MemberCaller, SignInFacts } from '../vertical.ts';
import { isMemberId } from './id.ts';
import { createOrganizationIds } from './organization-id.ts';
import { provenAccounts, textedAccount } from './proven.ts';

export const signIn: SignInFacts = {
  resource: 'stytch.member',
  names: { member_id: 'id', email_address: 'address', mfa_phone_number: 'phone' },
  inputs: {},
  // A member has two names: an address, and an id for second factors.
  hourlyLimits(total) {
    const id = Math.max(1, Math.floor(total / 3));
    const address = Math.max(1, total - id);
    return { address, id, phone: address, method: id, publicKey: address };
  },
  tenant: 'organization_id',
  checkPersonId(id) {
    if (isMemberId(id)) return;
    const message = '`memberId` must be a Stytch id here, `member-...`. Only servers may give an external id.';
    throw invalidInput(message, ['memberId']);
  },
  senderOf: ({ memberId }: MemberCaller) => memberId,
  provenAccounts,
  textedAccount,
  sessionRefusals: new Set([
    'session_not_found',
    'intermediate_session_not_found',
    'invalid_intermediate_session_token_for_organization',
    'member_session_member_id_mismatch',
  ]),
  sendsNothing: new Set(['organization_not_found']),
  createTenantIds: createOrganizationIds,
};
