/** Data of the simulated Stytch: bodies of realistic size, the same at every start. */

import { member as seedMember } from '../../src/sandbox/b2b/seed/member.ts';
import { organizations as seedOrganizations } from '../../src/sandbox/b2b/seed/organization.ts';
import type { SeedPerson } from '../../src/sandbox/b2b/seed/people.ts';
import { sessions as seedSessions } from '../../src/sandbox/b2b/seed/session.ts';
import type { SeedPerson as Customer } from '../../src/sandbox/consumer/seed/people.ts';
import { sessionsOf as seedUserSessions, userOf } from '../../src/sandbox/consumer/seed/user.ts';
import { seedId } from '../../src/sandbox/seed/id.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

export type Organization = Schemas['api_organization_v1_Organization'];
export type Member = Schemas['api_organization_v1_Member'];
export type MemberSession = Schemas['api_b2b_session_v1_MemberSession'];
export type User = Schemas['api_user_v1_User'];
export type UserSession = Schemas['api_session_v1_Session'];

/** The project whose secret the contestants hold. */
export const project = {
  id: 'project-test-5be7c4a1-0000-4000-8000-00000000be5c',
  secret: 'secret-test-of-the-bench-and-of-nothing-else',
};

/** Number of organizations, one per connection, so that no two requests in flight are equal. */
export const VARIANTS = 64;
const MEMBERS = 100;
/** Number of users of the consumer project with the same surname. */
const NAMESAKES = 20;
/** Number of members of the large organization: the maximum size of a search page. */
const MANY = 1_000;
/** Time at which the world was created; sessions are around it. */
const NOW = new Date('2026-01-15T12:00:00Z');

const template = seedOrganizations[1] ?? seedOrganizations[0];

const organization = (index: number): Organization => {
  if (!template) throw new Error('the sandbox has an organization');
  return {
    ...template,
    organization_id: seedId('organization', `bench ${index}`),
    organization_name: `Organization ${index + 10}`,
    organization_slug: `organization-${index + 10}`,
    organization_external_id: `crm-${index + 10}`,
    trusted_metadata: {
      plan: 'enterprise',
      seats: 500,
      regions: ['eu-west', 'eu-north', 'us-east'],
      account: index + 10,
    },
    scim_active_connection: {
      connection_id: seedId('scim-connection', `bench ${index}`),
      display_name: 'Okta',
      bearer_token_last_four: 'r4Bd',
      bearer_token_expires_at: '2036-01-01T00:00:00Z',
    },
  };
};

/** All organizations, which differ in their names only; the last is the large one. */
export const organizations: readonly Organization[] = Array.from({ length: VARIANTS + 1 }, (_, n) => organization(n));

/** Roles of members: few different ones, each of which many members have. */
const duties = ['editor', 'viewer', 'editor', 'billing', 'support'] as const;

const person = (owner: Organization, index: number): SeedPerson => ({
  name: `Person ${index + 1_000} of ${owner.organization_name}`,
  email: `person.${index + 1_000}@${owner.organization_slug}.example`,
  joined: '2025-03-14T08:31:00Z',
  roles: ['stytch_member', duties[index % duties.length] ?? ''],
  externalId: `staff-${index + 1_000}`,
  phone: '+14155550101',
  phoneVerified: true,
  sso: 'saml',
  groups: ['Platform engineering'],
  title: 'Engineer',
  sessions: ['sso', 'magic_link'],
  trusted: { employee_number: index + 1_000, cost_centre: 'head-office' },
  untrusted: { theme: 'dark', language: 'en' },
});

interface Known {
  member: Member;
  sessions: readonly MemberSession[];
}

const peopleOf = (owner: Organization, count: number): Known[] =>
  Array.from({ length: count }, (_, n) => {
    const { member } = seedMember(owner.organization_id, person(owner, n));
    const sessions = seedSessions(owner, member, person(owner, n), NOW).map(({ session }) => session);
    return { member, sessions };
  });
const people = organizations.map((owner, index) => peopleOf(owner, index < VARIANTS ? MEMBERS : MANY));

/** The members of some organizations, alternating, so that the first page has members of all of them. */
export const stubMembersOf = (organizationIds: readonly string[]): Member[] => {
  const lists = people.filter((_, index) => organizationIds.includes(organizations[index]?.organization_id ?? ''));
  const rows = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: rows }, (_, row) => lists.flatMap((list) => list[row]?.member ?? [])).flat();
};

const byId = new Map(people.flat().map((known) => [known.member.member_id, known]));

export const memberWith = (memberId: string | null): Member | undefined => byId.get(memberId ?? '')?.member;
export const stubSessionsOf = (memberId: string | null): readonly MemberSession[] =>
  byId.get(memberId ?? '')?.sessions ?? [];
export const organizationWith = (organizationId: string | undefined): Organization | undefined =>
  organizations.find(({ organization_id }) => organization_id === organizationId);

/** The surname of the users of a variant; no other surname contains it. */
export const surnameOf = (variant: number): string => `Lovelace-${variant + 10}`;

const customer = (variant: number, index: number): Customer => ({
  first: `Person ${index + 1_000}`,
  last: surnameOf(variant),
  joined: '2025-03-14T08:31:00Z',
  email: `person.${index + 1_000}@lovelace-${variant + 10}.example`,
  phone: '+14155550101',
  password: 'analytical engines weave by night',
  providers: ['google', 'github'],
  webauthn: ['crumb.example'],
  totp: true,
  roles: ['editor'],
  externalId: `customer-${variant + 10}-${index + 1_000}`,
  sessions: ['totp', 'sms'],
  trusted: { plan: 'pro' },
  untrusted: { theme: 'dark', language: 'en' },
});

const customers = Array.from({ length: VARIANTS }, (_, variant) =>
  Array.from({ length: NAMESAKES }, (__, index) => {
    const { user } = userOf(customer(variant, index));
    const sessions = seedUserSessions(user, customer(variant, index), NOW).map(({ session }) => session);
    return { user, sessions };
  }),
).flat();
const customerById = new Map(customers.map((known) => [known.user.user_id, known]));

/** Users whose surname contains a text. */
export const usersNamed = (text: string): User[] =>
  customers.map(({ user }) => user).filter(({ name }) => name?.last_name?.includes(text));
export const userSessionsOf = (userId: string | null): readonly UserSession[] =>
  customerById.get(userId ?? '')?.sessions ?? [];
