import { Secret, TOTP } from 'otpauth';
import { type ProjectWorld, projectWorld, SERVER_KEY } from '../control/project-world.ts';
import type { Overview } from '../kind.ts';
import { mintAccessToken, mintTrustedToken } from '../shared/tokens.ts';
import { isPast } from '../store.ts';
import { startSession } from './live-session.ts';
import { claimsOf } from './member-claims.ts';
import { emailIdOf } from './seed/id.ts';
import { type Member, membersOf, type Organization, type SessionRecord, type Store, secretsOf } from './store.ts';
import { mintSessionJwt } from './tokens.ts';

type WorldPerson = { member_id: string; email_address: string; name: string; external_id?: string };
type Credentials = WorldPerson & { organization_id: string; session_jwt: string; session_token: string };

type Proofs = {
  /** Access token of a connected app with full access, valid for one exchange. */
  access_token: string;
  trusted_auth_token: { profile_id: string; token: string };
  /** TOTP secret and current code of the admin. */
  totp: { secret: string; code: string } | undefined;
};

/** Overview of the world: example ids and valid credentials. */
export type SandboxWorld = ProjectWorld & {
  organizations: {
    organization_id: string;
    organization_name: string;
    organization_slug: string;
    organization_external_id?: string;
    admin: WorldPerson | undefined;
    member: WorldPerson | undefined;
  }[];
  scim_connections: { organization_id: string; connection_id: string; display_name: string }[];
  sso_connections: { organization_id: string; connection_id: string; kind: string; display_name: string }[];
  credentials: {
    admin: Credentials;
    member: Credentials;
    /** Server key of the gateway; Stytch does not know it. */
    server_key: string;
    /** Credentials of the admin for other sign-in methods. */
    admin_proofs: Proofs;
  };
};

const person = ({ member_id, email_address, name, external_id }: Member): WorldPerson => ({
  member_id,
  email_address,
  name,
  ...(external_id ? { external_id } : {}),
});

const active = (store: Store, { organization_id }: Organization) =>
  membersOf(store, organization_id).filter(({ status }) => status === 'active');

/** Example members by organization and part: the same member as long as it is active. */
const named = new WeakMap<Store, Map<string, string>>();

const example = (
  store: Store,
  organization: Organization,
  part: string,
  pick: (members: Member[]) => Member | undefined,
) => {
  const known = named.get(store) ?? new Map<string, string>();
  named.set(store, known);
  const key = `${part} of ${organization.organization_id}`;
  const members = active(store, organization);
  const member = members.find(({ member_id }) => member_id === known.get(key)) ?? pick(members);
  if (member) known.set(key, member.member_id);
  return member;
};

const adminOf = (store: Store, organization: Organization) =>
  example(store, organization, 'admin', (members) => members.find(({ is_admin }) => is_admin));

/** Example member without admin role: the one with the fewest roles at the first call. */
const plainMemberOf = (store: Store, organization: Organization) =>
  example(
    store,
    organization,
    'member',
    (members) => members.filter(({ is_admin }) => !is_admin).sort((a, b) => a.roles.length - b.roles.length)[0],
  );

/** Sessions returned before, so that repeated calls reuse them. */
const handedOut = new WeakMap<Store, Map<string, string>>();

const credentials = async (store: Store, member: Member): Promise<Credentials> => {
  const known = handedOut.get(store) ?? new Map<string, string>();
  handedOut.set(store, known);
  const before = store.sessions.get(known.get(member.member_id) ?? '');
  const record: SessionRecord =
    before && !isPast(store, before.session.expires_at)
      ? before
      : startSession(store, member, {
          minutes: 60 * 24,
          factors: [
            {
              type: 'magic_link',
              delivery_method: 'email',
              email_factor: {
                email_id: emailIdOf(member.organization_id, member.email_address),
                email_address: member.email_address,
              },
            },
          ],
        });
  known.set(member.member_id, record.session.member_session_id);
  return {
    ...person(member),
    organization_id: member.organization_id,
    session_jwt: await mintSessionJwt(store, record),
    session_token: record.token,
  };
};

const proofs = async (store: Store, { member_id, organization_id, email_address: email }: Member): Promise<Proofs> => {
  const app = [...store.connectedApps.values()].find(({ app }) => app.full_access_allowed)?.app;
  const [profile] = store.trustedTokenProfiles.values();
  const secret = secretsOf(store, member_id).totp?.secret;
  const timestamp = store.now().getTime();
  return {
    access_token: await mintAccessToken(store, {
      personId: member_id,
      clientId: app?.client_id ?? '',
      scopes: ['openid', 'full_access'],
      claims: claimsOf(store, member_id)?.token ?? {},
    }),
    trusted_auth_token: {
      profile_id: profile?.profile_id ?? '',
      token: profile ? await mintTrustedToken(store, profile, { [profile.email_claim]: email, organization_id }) : '',
    },
    totp:
      secret === undefined
        ? undefined
        : { secret, code: TOTP.generate({ secret: Secret.fromBase32(secret), timestamp }) },
  };
};

/** Members whose credentials are returned: an admin and another member, of one organization if possible. */
const examples = (store: Store, organizations: readonly Organization[]) => {
  const found = organizations.map((organization) => ({
    admin: adminOf(store, organization),
    member: plainMemberOf(store, organization),
  }));
  const home = found.find(({ admin, member }) => admin && member);
  return home ?? found.find(({ admin, member }) => admin || member) ?? { admin: undefined, member: undefined };
};

/** Response of `GET /sandbox/world`. */
export const overviewOf = async (store: Store): Promise<Overview<SandboxWorld>> => {
  const organizations = [...store.organizations.values()];
  const { admin, member } = examples(store, organizations);
  return {
    organizations: organizations.map((organization) => {
      const [first, plain] = [adminOf(store, organization), plainMemberOf(store, organization)];
      return {
        organization_id: organization.organization_id,
        organization_name: organization.organization_name,
        organization_slug: organization.organization_slug,
        ...(organization.organization_external_id
          ? { organization_external_id: organization.organization_external_id }
          : {}),
        admin: first && person(first),
        member: plain && person(plain),
      };
    }),
    scim_connections: [...store.scimConnections.values()].map(({ connection }) => ({
      organization_id: connection.organization_id,
      connection_id: connection.connection_id,
      display_name: connection.display_name,
    })),
    sso_connections: [...store.ssoConnections.values()].map(({ kind, connection }) => ({
      organization_id: connection.organization_id,
      connection_id: connection.connection_id,
      kind,
      display_name: connection.display_name,
    })),
    ...projectWorld(store),
    credentials: {
      ...(admin ? { admin: await credentials(store, admin), admin_proofs: await proofs(store, admin) } : {}),
      ...(member ? { member: await credentials(store, member) } : {}),
      server_key: SERVER_KEY,
    },
  };
};

/**
 * Overview of a world that has an admin and another member.
 *
 * @throws Error if either is missing
 */
export const describeWorld = async (store: Store): Promise<SandboxWorld> => {
  const { credentials, ...world } = await overviewOf(store);
  const { admin, member, admin_proofs, server_key } = credentials;
  if (!admin || !member || !admin_proofs || !server_key) {
    throw new Error('The sandbox has no admin and no other member who could sign in. Reset it.');
  }
  return { ...world, credentials: { admin, member, server_key, admin_proofs } };
};
