import { fail } from '../errors.ts';
import { isPassword, type KeptPassword } from '../shared/kept-password.ts';
import { checkUnlocked } from '../shared/lock.ts';
import { isBreached } from '../shared/password-strength.ts';
import { newId } from '../shared/tokens.ts';
import { countFailure, resetFailures } from './lock.ts';
import { dropPassword } from './member-factor.ts';
import { saveMember } from './save.ts';
import { allowsMethod } from './sign-in.ts';
import { type Member, normalEmail, type Organization, type Store, secretsOf } from './store.ts';

/** Rejects a password if the organization does not allow the member to use one. */
export const checkPasswordAllowed = (organization: Organization, member: Member) => {
  if (!allowsMethod(organization, member, 'password')) {
    fail(403, 'operation_restricted_by_organization_auth_methods', 'The organization does not take passwords.');
  }
};

/** Rejects operations that need cross-organization passwords, a project setting. */
export const checkCrossOrganization = ({ crossOrganizationPasswords }: Store) => {
  if (!crossOrganizationPasswords) {
    fail(400, 'cross_org_passwords_not_enabled', 'Passwords of this project hold in one organization each.');
  }
};

/** Owner of a password: one member or, across organizations, all members with the address. */
export type PasswordHolder = { email: string; members: Member[] };

/** Owner of a cross-organization password, by address. */
export const holderByEmail = (store: Store, email_address: string): PasswordHolder => {
  const email = normalEmail(email_address);
  const members = store.members.with('email', email).filter(({ status }) => status !== 'deleted');
  return { email, members };
};

/** Owner of a member's password. */
export const holderOf = (store: Store, member: Member): PasswordHolder =>
  store.crossOrganizationPasswords
    ? holderByEmail(store, member.email_address)
    : { email: normalEmail(member.email_address), members: [member] };

/**
 * Cross-organization passwords are also stored by address, because an address can have a password before it has a
 * member.
 */
const passwordOf = (store: Store, { email, members }: PasswordHolder): KeptPassword | undefined =>
  (store.crossOrganizationPasswords ? store.addressPasswords.get(email) : undefined) ??
  members.map(({ member_id }) => secretsOf(store, member_id).password).find((password) => password !== undefined);

/** Whether a password has been set. */
export const hasPassword = (store: Store, holder: PasswordHolder) => passwordOf(store, holder) !== undefined;

/** Sets a password and its id on each member; an existing id stays unchanged. */
export const setPassword = (store: Store, { email, members }: PasswordHolder, password: KeptPassword) => {
  if (store.crossOrganizationPasswords) store.addressPasswords.set(email, password);
  const known = members.find(({ member_password_id }) => member_password_id !== '')?.member_password_id;
  const member_password_id = known ?? newId('member-password');
  for (const { member_id } of members) {
    const { password_reset_required: _, ...secrets } = secretsOf(store, member_id);
    store.memberSecrets.set(member_id, { ...secrets, password });
    const member = store.members.get(member_id);
    if (member) saveMember(store, { ...member, member_password_id });
  }
};

/** Invalidates a password: deletes it if at most one active member has it, otherwise requires a reset by email. */
export const invalidatePassword = (store: Store, { email, members }: PasswordHolder) => {
  const shared = members.filter(({ status }) => status === 'active').length > 1;
  if (!shared) store.addressPasswords.delete(email);
  for (const member of members) {
    if (shared) {
      const secrets = secretsOf(store, member.member_id);
      store.memberSecrets.set(member.member_id, { ...secrets, password_reset_required: true });
    } else {
      dropPassword(store, member.member_id);
      saveMember(store, { ...member, member_password_id: '' });
    }
  }
};

/**
 * Verifies a password and returns what `find` finds afterwards. Rejects and counts a wrong password; ten consecutive
 * failures lock the members.
 */
export const withRightPassword = async <Found>(
  store: Store,
  find: () => Found,
  holderOfFound: (found: Found) => PasswordHolder,
  password: string,
): Promise<Found> => {
  const holder = holderOfFound(find());
  for (const member of holder.members) checkUnlocked(member);
  const kept = passwordOf(store, holder);
  if (kept === undefined) return fail(404, 'member_password_not_found', 'No password has been set.');
  if (!(await isPassword(kept, password))) {
    for (const member of holder.members) countFailure(store, member);
    return fail(401, 'unauthorized_credentials', 'The password is wrong.');
  }
  // Concurrent requests may have locked a member or changed the password while the hash was computed.
  const found = find();
  const now = holderOfFound(found);
  for (const member of now.members) checkUnlocked(member);
  return passwordOf(store, now) === kept ? found : fail(401, 'unauthorized_credentials', 'The password is wrong.');
};

/** Resets the failure counts after a correct password in discovery, where no member signs in yet. */
export const resetHolderFailures = (store: Store, { members }: PasswordHolder) => {
  for (const member of members) resetFailures(store, member);
};

/** Whether a correct password must be reset by email first: it has leaked or was invalidated. */
export const needsReset = (store: Store, { members }: PasswordHolder, password: string) =>
  isBreached(password) || members.some(({ member_id }) => secretsOf(store, member_id).password_reset_required);
