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

/** Refuses to give a password to a member of an organization that takes none. */
export const checkPasswordAllowed = (organization: Organization, member: Member) => {
  if (!allowsMethod(organization, member, 'password')) {
    fail(403, 'operation_restricted_by_organization_auth_methods', 'The organization does not take passwords.');
  }
};

/** Refuses what only works where a password holds across organizations: a setting of the project. */
export const checkCrossOrganization = ({ crossOrganizationPasswords }: Store) => {
  if (!crossOrganizationPasswords) {
    fail(400, 'cross_org_passwords_not_enabled', 'Passwords of this project hold in one organization each.');
  }
};

/** Whose a password is: one member's or, across organizations, that of all members with an address. */
export type Holder = { email: string; members: Member[] };

/** The holder of the password of an address, across organizations. */
export const holderByEmail = (store: Store, email_address: string): Holder => {
  const email = normalEmail(email_address);
  const members = store.members.with('email', email).filter(({ status }) => status !== 'deleted');
  return { email, members };
};

/** The holder of a member's password. */
export const holderOf = (store: Store, member: Member): Holder =>
  store.crossOrganizationPasswords
    ? holderByEmail(store, member.email_address)
    : { email: normalEmail(member.email_address), members: [member] };

/** An address may have a password before it has a member, so those across organizations are kept by address too. */
const passwordOf = (store: Store, { email, members }: Holder): KeptPassword | undefined =>
  (store.crossOrganizationPasswords ? store.addressPasswords.get(email) : undefined) ??
  members.map(({ member_id }) => secretsOf(store, member_id).password).find((password) => password !== undefined);

/** Whether a password has been set. */
export const hasPassword = (store: Store, holder: Holder) => passwordOf(store, holder) !== undefined;

/** Sets a password, and the id that shows it on each member; an id that is there stays. */
export const setPassword = (store: Store, { email, members }: Holder, password: KeptPassword) => {
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

/** Makes a password void: it goes where one active member has it, else it waits for a reset by email. */
export const invalidatePassword = (store: Store, { email, members }: Holder) => {
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
 * Whoever has the right password, as they are once it was checked; a wrong one is refused and counted. Many in a row lock
 * whoever has it.
 */
export const withRightPassword = async <Found>(
  store: Store,
  find: () => Found,
  holderOfFound: (found: Found) => Holder,
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
  // Other requests may have locked somebody or changed the password while a hash was computed.
  const found = find();
  const now = holderOfFound(found);
  for (const member of now.members) checkUnlocked(member);
  return passwordOf(store, now) === kept ? found : fail(401, 'unauthorized_credentials', 'The password is wrong.');
};

/** After a right password in discovery, where no member signs in yet. */
export const forgetFailuresOf = (store: Store, { members }: Holder) => {
  for (const member of members) resetFailures(store, member);
};

/** Whether a right password does no more until it was reset by email: it leaked, or somebody has made it void. */
export const needsReset = (store: Store, { members }: Holder, password: string) =>
  isBreached(password) || members.some(({ member_id }) => secretsOf(store, member_id).password_reset_required);
