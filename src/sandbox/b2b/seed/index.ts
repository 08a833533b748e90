import { emptyProject, projectSeed } from '../../seed/project.ts';
import { saveSession } from '../live-session.ts';
import { refreshOrganization } from '../save.ts';
import { newMembers, newOrganizations, type Store } from '../store.ts';
import { consentsOf } from './connected-app.ts';
import { discoveryLinks, magicLinks } from './magic-link.ts';
import { member } from './member.ts';
import { bakeryId, bankId, organizations } from './organization.ts';
import { bakeryPeople, bankPeople, type SeedPerson } from './people.ts';
import { defaultPolicy, policy } from './policy.ts';
import { scimConnection, scimGroups } from './scim.ts';
import { sessions } from './session.ts';
import { ssoConnections } from './sso.ts';

const people: Record<string, SeedPerson[]> = { [bakeryId]: bakeryPeople, [bankId]: bankPeople };

/** A B2B project without organizations and with the default roles only. */
export const empty = (now: () => Date): Store => ({
  ...emptyProject(now),
  projectId: 'project-test-5a11d0b0-0000-4000-a000-57a7c4000001',
  projectName: 'Crumb (sandbox)',
  secret: 'secret-test-sandbox-anyone-may-know-this=',
  policy: defaultPolicy,
  organizations: newOrganizations(),
  members: newMembers(),
  memberSecrets: new Map(),
  sessions: new Map(),
  intermediateSessions: new Map(),
  phoneCodes: new Map(),
  magicLinks: new Map(),
  discoveryLinks: new Map(),
  emailCodes: new Map(),
  emailUpdates: new Map(),
  passwordResets: new Map(),
  crossOrganizationPasswords: false,
  addressPasswords: new Map(),
  scimConnections: new Map(),
  scimGroups: new Map(),
  ssoConnections: new Map(),
  ssoArrivals: new Map(),
  oauthArrivals: new Map(),
  consents: new Map(),
});

/**
 * The default world of a sandbox: the same ids and values at every start, with session times relative to the start.
 */
export const seed = (now: () => Date): Store => {
  const store: Store = {
    ...empty(now),
    ...projectSeed(),
    policy,
    magicLinks: new Map(magicLinks),
    discoveryLinks: new Map(discoveryLinks),
    scimGroups: new Map(scimGroups(bankId).map((group) => [group.group_id, group])),
    ssoConnections: new Map(ssoConnections.map((record) => [record.connection.connection_id, record])),
    legacySessions: new Map([['legacy-session-of-liam', { email: 'liam@fernhill.example' }]]),
  };
  const scim = scimConnection(bankId);
  store.scimConnections.set(scim.connection.connection_id, scim);

  const start = now();
  for (const organization of organizations) {
    const { organization_id } = organization;
    store.organizations.set(organization_id, organization);
    for (const person of people[organization_id] ?? []) {
      const made = member(organization_id, person);
      store.members.set(made.member.member_id, made.member);
      store.memberSecrets.set(made.member.member_id, made.secrets);
      for (const [key, consent] of consentsOf(made.member, person.apps ?? [])) store.consents.set(key, consent);
      for (const record of sessions(organization, made.member, person, start)) {
        store.sessions.set(record.session.member_session_id, record);
      }
    }
    refreshOrganization(store, organization_id);
  }
  for (const record of store.sessions.values()) saveSession(store, record);
  return store;
};
