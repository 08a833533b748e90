import { fail } from '../errors.ts';
import type { DomainHandlers, HandlerRequest, RequestBody } from '../handler.ts';
import { endConsents } from '../oauth-server/consent.ts';
import { checkExternalId, checkOneOf, checkPhoneNumber, mergeMetadata } from '../shared/checks.ts';
import { newId } from '../shared/tokens.ts';
import { timestamp } from '../store.ts';
import { findMember, findMemberAnywhere, findOrganization, memberByEmail, memberResult } from './find.ts';
import { revokeSessionsOf, ssoConnectionIds } from './live-session.ts';
import { checkEmailFree, dropEmailUpdates, withEmail } from './member-email.ts';
import { dropPassword, mfaMethodsOf, resolveDefaultMfa } from './member-factor.ts';
import { assignDirectly, roleIdsOf, saveMember } from './save.ts';
import { allowsMfaMethod } from './sign-in.ts';
import { type Member, normalEmail, type Organization, type Store } from './store.ts';

type Change = Pick<
  RequestBody<'api_organization_v1_organizations_members_Update'>,
  | 'name'
  | 'trusted_metadata'
  | 'untrusted_metadata'
  | 'is_breakglass'
  | 'mfa_phone_number'
  | 'mfa_enrolled'
  | 'roles'
  | 'default_mfa_method'
  | 'external_id'
>;

const checkExternal = (store: Store, member: Member, externalId: string | undefined) => {
  if (externalId === undefined) return;
  checkExternalId(externalId, 'invalid_argument');
  // A deleted member keeps the external id for reactivation.
  const taken = store.members
    .with('externalId', externalId)
    .some(
      ({ organization_id, member_id }) => organization_id === member.organization_id && member_id !== member.member_id,
    );
  if (taken || store.members.has(externalId)) {
    fail(400, 'duplicate_member_external_id', 'Another member of the organization has this external id.');
  }
};

/** Rejects a phone number unless the member is active, has none yet and no other member of the organization has it. */
export const checkPhone = (store: Store, member: Member, phoneNumber: string | undefined) => {
  if (phoneNumber === undefined) return;
  checkPhoneNumber(phoneNumber);
  if (member.status !== 'active') {
    fail(400, 'action_available_only_for_active_members', 'Only an active member can have a second factor.');
  }
  if (member.mfa_phone_number) {
    fail(400, 'duplicate_member_phone_number_for_member', 'The member has a phone number; delete that one first.');
  }
  const taken = store.members
    .with('phone', phoneNumber)
    .some(({ organization_id, status }) => organization_id === member.organization_id && status !== 'deleted');
  if (taken) fail(400, 'duplicate_member_phone_number', 'Another member of the organization has this phone number.');
};

const checkRoles = (store: Store, organization: Organization, roles: readonly string[] = []) => {
  const known = roleIdsOf(store, organization);
  if (roles.includes('stytch_member')) {
    fail(400, 'cannot_assign_default_rbac_role_id', 'Every member has stytch_member anyway.');
  }
  if (roles.some((role) => !known.has(role))) {
    fail(400, 'invalid_rbac_role_id', 'A role is known neither to the project nor to the organization.');
  }
};

/**
 * Rejects a default second factor that the member does not have or the organization does not allow. Break-glass members
 * are exempt from the latter.
 */
const checkDefaultMfa = (organization: Organization, member: Member, method: string | undefined) => {
  if (method === undefined) return;
  checkOneOf(method, ['sms_otp', 'totp'], 'invalid_mfa_default_method', 'default_mfa_method');
  if (!allowsMfaMethod(organization, member, method)) {
    fail(403, 'operation_restricted_by_organization_mfa_methods', 'The organization does not allow this factor.');
  }
  if (!mfaMethodsOf(member).includes(method)) {
    fail(400, 'default_mfa_member_missing_factor', 'The member does not have this factor.');
  }
};

/** Applies a validated change to a member without storing it. */
export const applyMemberChange = (store: Store, organization: Organization, member: Member, change: Change): Member => {
  const { roles, trusted_metadata, untrusted_metadata, default_mfa_method, ...rest } = change;
  checkExternal(store, member, change.external_id);
  checkPhone(store, member, change.mfa_phone_number);
  checkRoles(store, organization, roles);
  const next = resolveDefaultMfa({
    ...member,
    ...rest,
    ...(roles ? { roles: assignDirectly([...new Set(roles)]) } : {}),
    trusted_metadata: mergeMetadata(member.trusted_metadata, trusted_metadata),
    untrusted_metadata: mergeMetadata(member.untrusted_metadata, untrusted_metadata),
  });
  checkDefaultMfa(organization, next, default_mfa_method);
  return default_mfa_method ? { ...next, default_mfa_method } : next;
};

/** A new member with default values for everything but the address. */
export const newMember = (
  store: Store,
  { organization_id }: Organization,
  email_address: string,
  pending: boolean,
): Member => ({
  organization_id,
  member_id: newId('member'),
  email_address,
  email_address_verified: false,
  status: pending ? 'pending' : 'active',
  name: '',
  is_breakglass: false,
  is_admin: false,
  is_locked: false,
  mfa_enrolled: false,
  mfa_phone_number: '',
  mfa_phone_number_verified: false,
  default_mfa_method: '',
  member_password_id: '',
  totp_registration_id: '',
  roles: [],
  retired_email_addresses: [],
  oauth_registrations: [],
  sso_registrations: [],
  trusted_metadata: {},
  untrusted_metadata: {},
  created_at: timestamp(store.now()),
});

/**
 * After a role change: revokes SSO sessions that would retain, through their connection, a role whose direct assignment
 * was removed.
 */
export const revokeSsoSessions = (store: Store, before: Member, roles: readonly string[]) => {
  const connections = before.roles
    .filter(
      ({ role_id, sources }) => !roles.includes(role_id) && sources.some(({ type }) => type === 'direct_assignment'),
    )
    .flatMap(({ sources }) => sources.filter(({ type }) => type.startsWith('sso_')))
    .map(({ details }) => String(details?.['connection_id']));
  for (const [id, { session }] of store.sessions) {
    const through = ssoConnectionIds(session);
    if (session.member_id === before.member_id && connections.some((connection) => through.has(connection))) {
      store.sessions.delete(id);
    }
  }
};

const update = ({
  store,
  params,
  body,
  acting,
}: HandlerRequest<'api_organization_v1_organizations_members_Update'>) => {
  const organization = findOrganization(store, params.organization_id);
  const before = findMember(store, organization, params.member_id);
  const { email_address, unlink_email = false, preserve_existing_sessions = false, ...change } = body;
  if (email_address !== undefined && acting?.member.member_id === before.member_id) {
    fail(403, 'member_cannot_update_their_email_address', 'Members change their own address by StartEmailUpdate.');
  }

  let next = applyMemberChange(store, organization, before, change);
  const email = normalEmail(email_address ?? before.email_address);
  if (email !== normalEmail(before.email_address)) {
    checkEmailFree(store, organization, email, before.member_id);
    next = withEmail(next, email, { unlink: unlink_email });
    dropPassword(store, before.member_id);
    dropEmailUpdates(store, before.member_id);
  }
  if (change.roles && !preserve_existing_sessions) revokeSsoSessions(store, before, change.roles);
  return memberResult(store, saveMember(store, next));
};

/** Deletes a member. Its data stays for reactivation; sessions, pending email updates and consents end. */
export const deleteMember = (store: Store, found: Member): Member => {
  const deleted = saveMember(store, { ...found, status: 'deleted' });
  revokeSessionsOf(store, deleted.member_id);
  dropEmailUpdates(store, deleted.member_id);
  endConsents(store, (consent) => consent.member_id === deleted.member_id);
  return deleted;
};

export const member = {
  api_organization_v1_organizations_members_Create: {
    needs: { resource: 'stytch.member', action: 'create' },
    answer: ({ store, params, body }) => {
      const organization = findOrganization(store, params.organization_id);
      const { email_address, create_member_as_pending = false, ...change } = body;
      const email = normalEmail(email_address);
      checkEmailFree(store, organization, email);
      const made = applyMemberChange(
        store,
        organization,
        newMember(store, organization, email, create_member_as_pending),
        change,
      );
      return memberResult(store, saveMember(store, made));
    },
  },

  api_organization_v1_organizations_members_Get: {
    answer: ({ store, params, query: { member_id, email_address } }) => {
      const organization = findOrganization(store, params.organization_id);
      if (Boolean(member_id) === Boolean(email_address)) {
        return fail(400, 'invalid_member_get_fields', 'Send either member_id or email_address.');
      }
      if (member_id) return memberResult(store, findMember(store, organization, member_id));
      const found = memberByEmail(store, organization.organization_id, email_address ?? '');
      return found
        ? memberResult(store, found)
        : fail(404, 'member_not_found', 'The organization has no member with this address.');
    },
  },

  api_organization_v1_organizations_members_DangerouslyGet: {
    answer: ({ store, params, query: { include_deleted = false } }) =>
      memberResult(store, findMemberAnywhere(store, params.member_id, { includeDeleted: include_deleted })),
  },

  api_organization_v1_organizations_members_Update: {
    needs: {
      resource: 'stytch.member',
      self: ({ params }) => params.member_id,
      unchanged: 'search',
      fields: {
        name: 'update.info.name',
        trusted_metadata: null,
        untrusted_metadata: 'update.info.untrusted-metadata',
        is_breakglass: 'update.settings.is-breakglass',
        mfa_phone_number: 'update.info.mfa-phone',
        mfa_enrolled: 'update.settings.mfa-enrolled',
        roles: 'update.settings.roles',
        default_mfa_method: 'update.settings.default-mfa-method',
        email_address: 'update.info.email',
        // Stytch documents no action for this field, so only `*` on members permits it.
        external_id: 'update.external-id',
      },
    },
    answer: update,
  },

  api_organization_v1_organizations_members_Delete: {
    needs: { resource: 'stytch.member', action: 'delete', self: ({ params }) => params.member_id },
    answer: ({ store, params }) => {
      const found = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      return { member_id: deleteMember(store, found).member_id };
    },
  },

  api_organization_v1_organizations_members_Reactivate: {
    needs: { resource: 'stytch.member', action: 'create' },
    answer: ({ store, params }) => {
      const organization = findOrganization(store, params.organization_id);
      // Only by Stytch id: this operation accepts no external id.
      const found = store.members.get(params.member_id);
      if (found?.organization_id !== organization.organization_id || found.status !== 'deleted') {
        return fail(404, 'no_deleted_member_found_for_reactivation', 'There is no deleted member of this member_id.');
      }
      if (!found.email_address_verified) {
        fail(400, 'email_unverified_for_reactivation', 'Who never verified an address cannot come back.');
      }
      const email = normalEmail(found.email_address);
      const holders = [...store.members.with('email', email), ...store.members.with('retiredEmail', email)];
      if (holders.some((one) => one.organization_id === organization.organization_id && one.status !== 'deleted')) {
        fail(400, 'reactivation_email_belongs_to_another_member', 'Another member has this address.');
      }
      return memberResult(store, saveMember(store, { ...found, status: 'active' }));
    },
  },

  api_organization_v1_organizations_members_DeleteExternalId: {
    needs: { resource: 'stytch.member', action: 'update.external-id' },
    answer: ({ store, params }) => {
      const found = findMember(store, findOrganization(store, params.organization_id), params.member_id);
      const { external_id: _, ...rest } = found;
      return memberResult(store, saveMember(store, rest));
    },
  },
} satisfies DomainHandlers;
