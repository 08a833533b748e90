/** Users of a SCIM connection: the members that its identity provider manages. */

import { newId } from '../../shared/tokens.ts';
import { findOrganization, memberByEmail } from '../find.ts';
import { deleteMember, newMember } from '../member.ts';
import { checkEmailFree, dropEmailUpdates, withEmail } from '../member-email.ts';
import { dropPassword } from '../member-factor.ts';
import { saveMember } from '../save.ts';
import {
  type Member,
  membersOf,
  normalEmail,
  type Organization,
  type ScimConnection,
  type ScimGroup,
  type Store,
  scimUserKey,
} from '../store.ts';
import { attributesOf, displayNameOf, emailOf, type ScimAttributes, userOf } from './attributes.ts';
import type { Collection } from './collection.ts';
import { type Resource, refuse, userKind } from './schema.ts';

/** A member that the identity provider manages. */
export type ScimMember = { member: Member; registration_id: string; attributes: ScimAttributes };

/** Members that a connection's identity provider manages, deactivated ones included. */
export const scimMembersOf = (
  store: Store,
  { organization_id, connection_id }: Pick<ScimConnection, 'organization_id' | 'connection_id'>,
): ScimMember[] => membersOf(store, organization_id).flatMap((member) => asScimMember(member, connection_id) ?? []);

/** The members in one of a connection's groups. */
export const scimMembersIn = (store: Store, { connection_id, group_id }: ScimGroup): ScimMember[] =>
  store.members.with('scimGroup', group_id).flatMap((member) => asScimMember(member, connection_id) ?? []);

/** A member as a user of the connection; undefined for any other member. */
const asScimMember = (member: Member, connectionId: string): ScimMember | undefined => {
  const { scim_registration: registration } = member;
  return registration?.connection_id === connectionId && registration.scim_attributes
    ? { member, registration_id: registration.registration_id, attributes: registration.scim_attributes }
    : undefined;
};

/** Stores a member with the attributes from the identity provider. */
const saveUser = (
  store: Store,
  { connection_id }: ScimConnection,
  member: Member,
  { registration_id, attributes }: { registration_id: string; attributes: ScimAttributes },
): Member =>
  saveMember(store, {
    ...member,
    name: displayNameOf(attributes) || member.name,
    scim_registration: {
      connection_id,
      registration_id,
      ...(attributes.external_id ? { external_id: attributes.external_id } : {}),
      scim_attributes: attributes,
    },
  });

const checkUserNameFree = (store: Store, connection: ScimConnection, { id, user_name }: ScimAttributes) => {
  const taken = store.members
    .with('scimUser', scimUserKey(connection.connection_id, user_name))
    .some(({ member_id }) => member_id !== id);
  if (taken) refuse(409, 'uniqueness', 'Another user of the connection has this userName.');
};

/** The organization's member with this address, else a new one. */
const arriving = (store: Store, organization: Organization, email: string): Member => {
  const known = memberByEmail(store, organization.organization_id, email);
  if (known?.scim_registration) {
    refuse(409, 'uniqueness', 'Another user of the connection has this email address.');
  }
  if (known) return known;
  checkEmailFree(store, organization, email);
  return newMember(store, organization, email, false);
};

const createUser = (store: Store, connection: ScimConnection, user: Resource): Member => {
  const organization = findOrganization(store, connection.organization_id);
  const active = user['active'] !== false;
  const member = arriving(store, organization, normalEmail(emailOf(user)));
  const attributes = attributesOf(user, { id: member.member_id, active, groups: [] });
  checkUserNameFree(store, connection, attributes);
  const registration = { registration_id: newId('scim-registration'), attributes };
  const saved = saveUser(store, connection, { ...member, status: 'active' }, registration);
  return active ? saved : deleteMember(store, saved);
};

const replaceUser = (
  store: Store,
  connection: ScimConnection,
  { member: before, registration_id, attributes: { groups } }: ScimMember,
  user: Resource,
): Member => {
  const wasActive = before.status !== 'deleted';
  const active = typeof user['active'] === 'boolean' ? user['active'] : wasActive;
  const attributes = attributesOf(user, { id: before.member_id, active, groups });
  checkUserNameFree(store, connection, attributes);

  const email = normalEmail(emailOf(user));
  const moved = email !== normalEmail(before.email_address);
  if (moved || (active && !wasActive)) {
    checkEmailFree(store, findOrganization(store, connection.organization_id), email, before.member_id);
  }
  if (moved) {
    dropPassword(store, before.member_id);
    dropEmailUpdates(store, before.member_id);
  }
  const member = moved ? withEmail(before, email, { unlink: false }) : before;
  const saved = saveUser(
    store,
    connection,
    { ...member, status: active && !wasActive ? 'active' : member.status },
    { registration_id, attributes },
  );
  return wasActive && !active ? deleteMember(store, saved) : saved;
};

/** The user of a connection with this id; undefined for any other member. */
export const lookUpUser = (store: Store, { connection_id }: ScimConnection, id: string): ScimMember | undefined => {
  const member = store.members.get(id);
  return member && asScimMember(member, connection_id);
};

const findUser = (store: Store, connection: ScimConnection, id: string): ScimMember =>
  lookUpUser(store, connection, id) ?? refuse(404, '', 'The connection has no such user.');

export const users: Collection = {
  kind: userKind,
  all: ({ store, connection, base }) =>
    scimMembersOf(store, connection).map(({ member, attributes }) => userOf(member, attributes, base)),
  find: ({ store, connection, base }, id) => {
    const { member, attributes } = findUser(store, connection, id);
    return userOf(member, attributes, base);
  },
  create: ({ store, connection }, user) => createUser(store, connection, user).member_id,
  replace: ({ store, connection }, id, user) => {
    replaceUser(store, connection, findUser(store, connection, id), user);
  },
  // Deletes the member together with its SCIM attributes.
  remove: ({ store, connection }, id) => {
    const { scim_registration: _, ...member } = deleteMember(store, findUser(store, connection, id).member);
    saveMember(store, member);
  },
};
