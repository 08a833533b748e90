import { fail } from '../errors.ts';
import { type Member, normalEmail, type Organization, type Store } from './store.ts';

/** Organization by id, slug or external id; undefined if not found. */
export const lookUpOrganization = (store: Store, reference: string): Organization | undefined =>
  store.organizations.get(reference) ??
  store.organizations.with('slug', reference)[0] ??
  store.organizations.with('externalId', reference)[0];

/** Organization by id, slug or external id. Rejects an unknown reference. */
export const findOrganization = (store: Store, reference: string): Organization =>
  lookUpOrganization(store, reference) ??
  fail(404, 'organization_not_found', 'No organization has this id, slug or external id.');

/** Member of an organization by id or external id, deleted ones included; undefined if not found. */
export const lookUpMember = (store: Store, organization: Organization, reference: string): Member | undefined => {
  const byId = store.members.get(reference);
  if (byId?.organization_id === organization.organization_id) return byId;
  return store.members
    .with('externalId', reference)
    .find(({ organization_id }) => organization_id === organization.organization_id);
};

/** Member of an organization by email address, verified or not. Deleted members are excluded. */
export const memberByEmail = (store: Store, organizationId: string, email: string): Member | undefined =>
  store.members
    .with('email', normalEmail(email))
    .find(({ organization_id, status }) => organization_id === organizationId && status !== 'deleted');

/**
 * Member of an organization by id or external id. Rejects an unknown reference and, unless `includeDeleted` is set, a
 * deleted member.
 */
export const findMember = (
  store: Store,
  organization: Organization,
  reference: string,
  { includeDeleted = false } = {},
): Member => {
  const member = lookUpMember(store, organization, reference);
  return member && (includeDeleted || member.status !== 'deleted')
    ? member
    : fail(404, 'member_not_found', 'The organization has no member with this id or external id.');
};

/** Member properties of most responses: the stored member with its organization. */
export const memberResult = (store: Store, member: Member) => ({
  member_id: member.member_id,
  member,
  organization: findOrganization(store, member.organization_id),
});

/** Member of any organization by Stytch id or external id, for requests without an organization. */
export const findMemberAnywhere = (store: Store, reference: string, { includeDeleted = false } = {}): Member => {
  const member = store.members.get(reference) ?? store.members.with('externalId', reference)[0];
  return member && (includeDeleted || member.status !== 'deleted')
    ? member
    : fail(404, 'member_not_found', 'No member has this id or external id.');
};
