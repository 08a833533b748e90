/** Bodies and queries as Okta and Entra ID send them to a SCIM server, as data. */

const PATCH = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';
const USER = 'urn:ietf:params:scim:schemas:core:2.0:User';
const GROUP = 'urn:ietf:params:scim:schemas:core:2.0:Group';
const ENTERPRISE_USER = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User';

type Person = { userName: string; givenName: string; familyName: string; externalId: string };
type Operation = { op: string; path?: string; value?: unknown };

/** A PATCH of operations. */
export const patch = (...Operations: Operation[]) => ({ schemas: [PATCH], Operations });

/** Okta: looks a user up by name, creates it, replaces all of it, and deactivates it by an operation without a path. */
export const okta = {
  lookUp: (userName: string) => `filter=${encodeURIComponent(`userName eq "${userName}"`)}&startIndex=1&count=100`,
  lookUpGroup: (name: string) => `filter=${encodeURIComponent(`displayName eq "${name}"`)}&startIndex=1&count=100`,
  user: ({ userName, givenName, familyName, externalId }: Person) => ({
    schemas: [USER],
    userName,
    name: { givenName, familyName },
    emails: [{ primary: true, value: userName, type: 'work' }],
    displayName: `${givenName} ${familyName}`,
    locale: 'en-US',
    externalId,
    groups: [],
    password: '1mz050nq',
    active: true,
  }),
  replaced: (id: string, { userName, givenName, familyName, externalId }: Person) => ({
    schemas: [USER],
    id,
    userName,
    name: { givenName, middleName: null, familyName },
    emails: [{ primary: true, value: userName, type: 'work', display: userName }],
    displayName: `${givenName} ${familyName}`,
    title: 'Head of lending',
    externalId,
    active: true,
    groups: [],
    meta: { resourceType: 'User' },
  }),
  active: (active: boolean) => patch({ op: 'replace', value: { active } }),
  group: (displayName: string) => ({ schemas: [GROUP], displayName, members: [] }),
  renamedGroup: (id: string, displayName: string) => patch({ op: 'replace', value: { id, displayName } }),
  members: (ids: { added: string[]; removed: string[] }) =>
    patch(
      ...ids.removed.map((id) => ({ op: 'remove', path: `members[value eq "${id}"]` })),
      ...(ids.added.length > 0
        ? [{ op: 'add', path: 'members', value: ids.added.map((value) => ({ value, display: value })) }]
        : []),
    ),
  replacedMembers: (ids: string[]) =>
    patch({ op: 'replace', path: 'members', value: ids.map((value) => ({ value, display: value })) }),
};

/** Entra ID: capitalized operations, Booleans as strings, and paths that select an item by its type. */
export const entra = {
  probe: `filter=${encodeURIComponent('userName eq "3a5b1f0e-5a64-4b2c-9a43-5d5d6a4b8f00"')}`,
  lookUp: (userName: string) => `aadOptscim062020&filter=${encodeURIComponent(`userName eq "${userName}"`)}`,
  lookUpByExternalId: (id: string) => `filter=${encodeURIComponent(`externalId eq "${id}"`)}`,
  lookUpGroup: (name: string) => `excludedAttributes=members&filter=${encodeURIComponent(`displayName eq "${name}"`)}`,
  inGroup: (groupId: string, userId: string) =>
    `attributes=id&filter=${encodeURIComponent(`id eq "${groupId}" and members eq "${userId}"`)}`,
  user: ({ userName, givenName, familyName, externalId }: Person) => ({
    schemas: [USER, ENTERPRISE_USER],
    externalId,
    userName,
    active: true,
    displayName: `${givenName} ${familyName}`,
    emails: [{ primary: true, type: 'work', value: userName }],
    meta: { resourceType: 'User' },
    name: { formatted: `${givenName} ${familyName}`, familyName, givenName },
    roles: [],
    [ENTERPRISE_USER]: { employeeNumber: '4711', department: 'Lending' },
  }),
  disable: patch({ op: 'Replace', path: 'active', value: 'False' }),
  enable: patch({ op: 'Replace', path: 'active', value: 'True' }),
  workEmail: (value: string) => patch({ op: 'Replace', path: 'emails[type eq "work"].value', value }),
  changes: patch(
    { op: 'Add', path: 'title', value: 'Analyst' },
    { op: 'Replace', path: 'name.familyName', value: 'Sandoval' },
    { op: 'Add', path: 'phoneNumbers[type eq "mobile"].value', value: '+14155550134' },
    { op: 'Add', path: 'addresses[type eq "work"].locality', value: 'Lisbon' },
    { op: 'Add', path: 'addresses[type eq "work"].country', value: 'PT' },
    { op: 'Add', path: 'roles[primary eq "True"].value', value: 'reviewer' },
    { op: 'Replace', path: `${ENTERPRISE_USER}:department`, value: 'Treasury' },
    { op: 'Add', path: `${ENTERPRISE_USER}:manager`, value: 'f0e1' },
  ),
  /** Without the compliance flag: attributes by their paths within one value. */
  pathsInValue: patch({
    op: 'Replace',
    value: { displayName: 'R. Sandoval', 'name.givenName': 'Rosalía', [`${ENTERPRISE_USER}:costCenter`]: 'CC-7' },
  }),
  group: (displayName: string, externalId: string) => ({
    schemas: [GROUP, 'http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group'],
    externalId,
    displayName,
    meta: { resourceType: 'Group' },
  }),
  renamedGroup: (value: string) => patch({ op: 'Replace', path: 'displayName', value }),
  addMembers: (ids: string[]) => patch({ op: 'Add', path: 'members', value: ids.map((value) => ({ value })) }),
  removeMembers: (ids: string[]) =>
    patch({ op: 'Remove', path: 'members', value: ids.map((value) => ({ $ref: null, value })) }),
};
