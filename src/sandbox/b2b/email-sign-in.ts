import { fail } from '../errors.ts';
import { checkEmail } from '../shared/checks.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { consumeOnce } from '../shared/one-time-token.ts';
import type { AuthenticationFactor } from '../store.ts';
import { allowsEmailDomain, refuseEmailProvisioning } from './discoverable.ts';
import { findMemberAnywhere, memberByEmail } from './find.ts';
import { completeFirstFactor } from './first-factor.ts';
import { newMember } from './member.ts';
import { checkEmailFree, withEmail } from './member-email.ts';
import { dropPassword } from './member-factor.ts';
import { saveMember } from './save.ts';
import { findSigningInMember } from './second-factor.ts';
import { emailIdOf } from './seed/id.ts';
import { allowsMethod, checkSessionOptions, sessionOptionsOf } from './sign-in.ts';
import { type EmailUpdate, type Member, normalEmail, type Organization, type Store } from './store.ts';

/** Authentication factor of an email magic link or OTP. */
export const emailFactor = (
  type: 'magic_link' | 'email_otp',
  { organization_id, email_address }: Pick<Member, 'organization_id' | 'email_address'>,
): AuthenticationFactor => ({
  type,
  delivery_method: 'email',
  email_factor: { email_id: emailIdOf(organization_id, email_address), email_address },
});

const permitsJoining = (organization: Organization, email: string): boolean =>
  organization.email_jit_provisioning === 'RESTRICTED' && allowsEmailDomain(organization, email);

/** Member that an email is sent to. Creates a pending member if just-in-time provisioning permits the address. */
export const findOrJoin = (
  store: Store,
  organization: Organization,
  address: string,
  method: 'magic_link' | 'email_otp',
): { member: Member; member_created: boolean } => {
  const email = normalEmail(address);
  checkEmail(email);
  const found = memberByEmail(store, organization.organization_id, email);
  if (!found) {
    if (!permitsJoining(organization, email)) refuseEmailProvisioning(organization);
    checkEmailFree(store, organization, email);
  }
  const member = found ?? newMember(store, organization, email, true);
  if (!allowsMethod(organization, member, method)) {
    const type = 'operation_restricted_by_organization_auth_methods';
    fail(403, type, 'The organization does not allow this way to sign in.');
  }
  return { member: found ?? saveMember(store, member), member_created: found === undefined };
};

type EmailSignInRequest = Parameters<typeof completeFirstFactor>[3];

/** Signs in the member who confirms a new email address, verifies that address and retires the previous one. */
export const finishEmailUpdate = async (
  store: Store,
  key: string,
  { member_id, email_address }: EmailUpdate,
  method: 'magic_link' | 'email_otp',
  { intermediate_session_token: _, ...sent }: EmailSignInRequest,
) => {
  const member = findMemberAnywhere(store, member_id);
  const { organization_id } = member;
  // All checks come first, so a refusal does not change the member.
  checkUnlocked(member);
  checkSessionOptions(sessionOptionsOf(sent));
  const { organization } = await findSigningInMember(
    store,
    { ...sent, organization_id, member_id },
    { ignoreForeign: true },
  );
  checkEmailFree(store, organization, email_address, member_id);
  return consumeOnce(store.emailUpdates, key, async () => {
    dropPassword(store, member_id);
    const renamed = withEmail(member, email_address, { unlink: false });
    const saved = saveMember(store, { ...renamed, email_address_verified: true });
    const answer = await completeFirstFactor(store, saved, emailFactor(method, saved), sent);
    return { ...answer, method_id: emailIdOf(organization_id, email_address), organization_id };
  });
};
