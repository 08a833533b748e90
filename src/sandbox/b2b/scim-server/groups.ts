/** Groups of a SCIM connection. Their members are stored in the members' `scim_attributes.groups`. */
import { isRecord } from '../../../stytch/contract/record.ts';
import { newId } from '../../shared/tokens.ts';
import { refreshOrganization, saveMember } from '../save.ts';
import type { ScimConnection, ScimGroup } from '../store.ts';
import type { Collection, Scope } from './collection.ts';
import { groupKind, type Resource, refuse } from './schema.ts';
import { lookUpUser, scimMembersIn } from './users.ts';

type Assignments = ScimConnection['scim_group_implicit_role_assignments'];

const groupsOf = ({ store, connection }: Scope): ScimGroup[] =>
  [...store.scimGroups.values()].filter(({ connection_id }) => connection_id === connection.connection_id);

const findGroup = ({ store, connection }: Scope, id: string): ScimGroup => {
  const group = store.scimGroups.get(id);
  return group?.connection_id === connection.connection_id
    ? group
    : refuse(404, '', 'The connection has no such group.');
};

/** A group as a SCIM resource, with its members. */
const groupOf = ({ store, base }: Scope, group: ScimGroup): Resource => ({
  id: group.group_id,
  displayName: group.group_name,
  members: scimMembersIn(store, group).map(({ member: { member_id }, attributes }) => ({
    value: member_id,
    display: attributes.user_name,
    type: 'User',
    $ref: `${base}/Users/${member_id}`,
  })),
});

/** Member ids of a group resource, without duplicates. Rejects ids that are not users of the connection. */
const memberIdsOf = ({ store, connection }: Scope, { members }: Resource): Set<string> => {
  const items: unknown[] = Array.isArray(members) ? members : [];
  return new Set(
    items.map((item) => {
      const id = isRecord(item) ? item['value'] : undefined;
      return typeof id === 'string' && lookUpUser(store, connection, id)
        ? id
        : refuse(400, 'invalidValue', 'The value of a member is the id of a user of the connection.');
    }),
  );
};

/** Sets the members of a group: adds and removes users, and updates the group's name on them. */
const settleMembers = ({ store, connection }: Scope, group: ScimGroup, ids: ReadonlySet<string>) => {
  const { group_id, group_name } = group;
  const leaving = scimMembersIn(store, group).filter(({ member }) => !ids.has(member.member_id));
  const staying = [...ids].flatMap((id) => lookUpUser(store, connection, id) ?? []);
  for (const { member, registration_id, attributes } of [...leaving, ...staying]) {
    const stays = ids.has(member.member_id);
    const display = attributes.groups.find(({ value }) => value === group_id)?.display;
    if (stays && display === group_name) continue;
    const others = attributes.groups.filter(({ value }) => value !== group_id);
    const groups = stays ? [...others, { value: group_id, display: group_name }] : others;
    saveMember(store, {
      ...member,
      scim_registration: {
        ...member.scim_registration,
        connection_id: connection.connection_id,
        registration_id,
        scim_attributes: { ...attributes, groups },
      },
    });
  }
};

/** Updates the role assignments of the connection after a group has changed. */
const settleAssignments = (
  { store, connection: { organization_id, connection_id } }: Scope,
  group_id: string,
  change: (assignments: Assignments) => Assignments,
) => {
  const record = store.scimConnections.get(connection_id);
  const assignments = record?.connection.scim_group_implicit_role_assignments ?? [];
  if (!record || !assignments.some((one) => one.group_id === group_id)) return;
  store.scimConnections.set(connection_id, {
    ...record,
    connection: { ...record.connection, scim_group_implicit_role_assignments: change(assignments) },
  });
  refreshOrganization(store, organization_id);
};

const nameOf = ({ displayName }: Resource): string =>
  typeof displayName === 'string' && displayName !== ''
    ? displayName
    : refuse(400, 'invalidValue', 'A group needs a displayName.');

export const groups: Collection = {
  kind: groupKind,
  all: (scope) => groupsOf(scope).map((group) => groupOf(scope, group)),
  find: (scope, id) => groupOf(scope, findGroup(scope, id)),
  create: (scope, resource) => {
    const { organization_id, connection_id } = scope.connection;
    const group = { group_id: newId('scim-group'), group_name: nameOf(resource), organization_id, connection_id };
    const ids = memberIdsOf(scope, resource);
    scope.store.scimGroups.set(group.group_id, group);
    settleMembers(scope, group, ids);
    return group.group_id;
  },
  replace: (scope, id, resource) => {
    const group = { ...findGroup(scope, id), group_name: nameOf(resource) };
    const ids = memberIdsOf(scope, resource);
    scope.store.scimGroups.set(id, group);
    settleMembers(scope, group, ids);
    settleAssignments(scope, id, (assignments) =>
      assignments.map((one) => (one.group_id === id ? { ...one, group_name: group.group_name } : one)),
    );
  },
  remove: (scope, id) => {
    const group = findGroup(scope, id);
    settleMembers(scope, group, new Set());
    scope.store.scimGroups.delete(id);
    settleAssignments(scope, id, (assignments) => assignments.filter(({ group_id }) => group_id !== id));
  },
};
