/** Two organizations of the sandbox, A and B, and callers of A whose slug, which its owner chooses, is a name of B. */
import { mintSessionJwt } from '../../src/sandbox/b2b/tokens.ts';
import type { ActAs, RecordedCall, SandboxGateway } from '../gateway.ts';

/** The names of an organization, and of one of its members. */
export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly externalId: string;
  readonly memberId: string;
  readonly memberExternalId: string;
}

export interface Tenants {
  readonly a: Tenant;
  readonly b: Tenant;
  /** Values of B that must be in no response to a caller of A. */
  readonly canaries: readonly string[];
  /** Session tokens of callers of A. */
  readonly sessions: { readonly admin: string; readonly member: string };
}

/** Names of B that a slug of A may equal. */
export const slugs = {
  'the id of B': (b: Tenant) => b.id,
  'the external id of B': (b: Tenant) => b.externalId,
  'a slug that B has taken over': (b: Tenant) => b.slug,
} as const;

/** The organization of the world's credentials, and another. */
export function tenantsOf({ sandbox: { store }, world: { credentials } }: SandboxGateway): Tenants {
  const { admin, member } = credentials;
  const tenant = (organizationId: string): Tenant => {
    const organization = store.organizations.get(organizationId);
    const people = [...store.members.values()].filter(({ organization_id }) => organization_id === organizationId);
    const person = people.find(({ status, external_id }) => status === 'active' && external_id) ?? people[0];
    if (!organization || !person) throw new Error('the sandbox has no such organization');
    return {
      id: organizationId,
      slug: organization.organization_slug,
      externalId: organization.organization_external_id ?? '',
      memberId: person.member_id,
      memberExternalId: person.external_id ?? '',
    };
  };
  const a = tenant(admin.organization_id);
  const b = tenant([...store.organizations.keys()].find((id) => id !== a.id) ?? '');
  const emails = (id: string) =>
    [...store.members.values()].flatMap(({ organization_id, email_address }) =>
      organization_id === id ? [email_address] : [],
    );
  return {
    a,
    b,
    canaries: [
      store.organizations.get(b.id)?.organization_name ?? '',
      ...emails(b.id).filter((email) => !emails(a.id).includes(email)),
    ],
    sessions: { admin: admin.session_token, member: member.session_token },
  };
}

/** A caller whose JWT holds this slug. */
export async function callerWithSlug(
  { sandbox: { store } }: SandboxGateway,
  token: string,
  slug: string,
): Promise<ActAs> {
  const record = [...store.sessions.values()].find((one) => one.token === token);
  if (!record) throw new Error('the sandbox has no such session');
  const session = { ...record.session, organization_slug: slug };
  return { token: await mintSessionJwt(store, { ...record, session }) };
}

/** Whether a call to Stytch names an organization: by id, slug or external id in the path, the query or the body. */
const names = ({ path, body }: RecordedCall, { id, slug, externalId }: Tenant): boolean => {
  const text = `${decodeURIComponent(path)}\n${JSON.stringify(body)}`;
  return [id, slug, externalId].some((name) => text.includes(name));
};

/** Ids of the calls to Stytch that name an organization; ids only, so that a failing test prints no session. */
export const callsNaming = (calls: readonly RecordedCall[], tenant: Tenant): readonly string[] =>
  calls.filter((call) => names(call, tenant)).map(({ id }) => id);

/**
 * Ids of the calls to Stytch that name another organization, or none, without the gateway's own check of the session.
 */
export const callsNotNaming = (calls: readonly RecordedCall[], tenant: Tenant): readonly string[] =>
  calls.filter((call) => call.id !== 'api_b2b_session_v1_Authenticate' && !names(call, tenant)).map(({ id }) => id);
