import type { Stytch } from '../src/stytch/client.ts';
import { isRecord, type ResponseFaults } from '../src/stytch/response-faults.ts';
import type { Schemas } from '../src/stytch/rest.ts';
import {
  memberConnectedAppsLoader,
  organizationConnectedAppLoader,
  organizationConnectedAppsLoader,
} from './b2b/connected-app.ts';
import {
  deletedMemberLoader,
  isMemberId,
  type MemberKey,
  memberAnywhereLoader,
  memberByEmailLoader,
  memberLoader,
} from './b2b/member.ts';
import {
  githubTokensLoader,
  googleTokensLoader,
  hubspotTokensLoader,
  microsoftTokensLoader,
  oidcTokensLoader,
  slackTokensLoader,
} from './b2b/member-oauth.ts';
import {
  isOrganizationId,
  organizationLoader,
  organizationMetricsLoader,
  organizationRbacPolicyLoader,
} from './b2b/organization.ts';
import { recoveryCodesLoader } from './b2b/recovery-code.ts';
import { isScimConnection, type ScimConnection, scimConnectionLoader, scimGroupsLoader } from './b2b/scim.ts';
import { jwksLoader, memberSessionsLoader } from './b2b/session.ts';
import { ssoConnectionsLoader } from './b2b/sso.ts';
import type { Batching } from './batch.ts';
import { type PrimedKind, PrimedLoader } from './primed.ts';
import { type ConnectedApp, connectedAppLoader, isWholeApp } from './project/connected-app.ts';
import { whoamiLoader } from './project/debug.ts';
import { deviceFingerprintLoader, emailRiskLoader } from './project/fraud.ts';
import { verdictReasonsLoader } from './project/fraud-rule.ts';
import { m2mClientLoader } from './project/m2m.ts';
import { projectMetricsLoader } from './project/project.ts';

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];
type M2mClient = Schemas['api_m2m_v1_M2MClient'];

/** Makes the loaders of one request. They are never shared: what one caller may read, another may not. */
export const createLoaders = (stytch: Stytch, batching: Batching, faults: ResponseFaults): Loaders =>
  new Loaders(stytch, batching, faults);

/**
 * Every loader of one request, and what keeps them true. There are many and a request needs few of them, so each is made
 * when it is first asked for; and what answers bring along is only looked at by a loader that is asked for afterwards.
 */
export class Loaders {
  readonly #stytch: Stytch;
  readonly #batching: Batching;
  readonly #faults: ResponseFaults;
  readonly #made: { clearAll(): unknown }[] = [];
  readonly #answers: object[] = [];
  #organization: PrimedLoader<string, Organization> | undefined;
  #member: PrimedLoader<MemberKey, Member> | undefined;
  #connectedApp: PrimedLoader<string, ConnectedApp> | undefined;
  #m2mClient: PrimedLoader<string, M2mClient> | undefined;
  #scimConnection: PrimedLoader<string, ScimConnection> | undefined;

  constructor(stytch: Stytch, batching: Batching, faults: ResponseFaults) {
    this.#stytch = stytch;
    this.#batching = batching;
    this.#faults = faults;
  }

  get organization() {
    this.#organization ??= this.#primed(organizations);
    return this.#organization;
  }
  get member() {
    this.#member ??= this.#primed(members);
    return this.#member;
  }
  get connectedApp() {
    this.#connectedApp ??= this.#primed(connectedApps);
    return this.#connectedApp;
  }
  get m2mClient() {
    this.#m2mClient ??= this.#primed(m2mClients);
    return this.#m2mClient;
  }
  get scimConnection() {
    this.#scimConnection ??= this.#primed(scimConnections);
    return this.#scimConnection;
  }
  get organizationMetrics() {
    return this.#keep('organizationMetrics', organizationMetricsLoader(this.#stytch));
  }
  get organizationRbacPolicy() {
    return this.#keep('organizationRbacPolicy', organizationRbacPolicyLoader(this.#stytch, this.#faults));
  }
  get deviceFingerprint() {
    return this.#keep('deviceFingerprint', deviceFingerprintLoader(this.#stytch));
  }
  get emailRisk() {
    return this.#keep('emailRisk', emailRiskLoader(this.#stytch));
  }
  get verdictReasons() {
    return this.#keep('verdictReasons', verdictReasonsLoader(this.#stytch, this.#faults));
  }
  get projectMetrics() {
    return this.#keep('projectMetrics', projectMetricsLoader(this.#stytch));
  }
  get whoami() {
    return this.#keep('whoami', whoamiLoader(this.#stytch));
  }
  get organizationConnectedApps() {
    return this.#keep('organizationConnectedApps', organizationConnectedAppsLoader(this.#stytch, this.#faults));
  }
  get organizationConnectedApp() {
    return this.#keep('organizationConnectedApp', organizationConnectedAppLoader(this.#stytch));
  }
  get memberConnectedApps() {
    return this.#keep('memberConnectedApps', memberConnectedAppsLoader(this.#stytch, this.#faults));
  }
  get scimGroups() {
    return this.#keep('scimGroups', scimGroupsLoader(this.#stytch, this.#faults));
  }
  get ssoConnections() {
    return this.#keep('ssoConnections', ssoConnectionsLoader(this.#stytch, this.#faults));
  }
  get memberSessions() {
    return this.#keep('memberSessions', memberSessionsLoader(this.#stytch, this.#faults));
  }
  get recoveryCodes() {
    return this.#keep('recoveryCodes', recoveryCodesLoader(this.#stytch, this.#faults));
  }
  get jwks() {
    return this.#keep('jwks', jwksLoader(this.#stytch, this.#faults));
  }
  get memberByEmail() {
    return this.#keep('memberByEmail', memberByEmailLoader(this.#stytch, this.#faults));
  }
  get deletedMember() {
    return this.#keep('deletedMember', deletedMemberLoader(this.#stytch, this.#faults));
  }
  get memberAnywhere() {
    return this.#keep('memberAnywhere', memberAnywhereLoader(this.#stytch, this.#faults));
  }
  get googleTokens() {
    return this.#keep('googleTokens', googleTokensLoader(this.#stytch));
  }
  get microsoftTokens() {
    return this.#keep('microsoftTokens', microsoftTokensLoader(this.#stytch));
  }
  get slackTokens() {
    return this.#keep('slackTokens', slackTokensLoader(this.#stytch, this.#faults));
  }
  get hubspotTokens() {
    return this.#keep('hubspotTokens', hubspotTokensLoader(this.#stytch, this.#faults));
  }
  get githubTokens() {
    return this.#keep('githubTokens', githubTokensLoader(this.#stytch, this.#faults));
  }
  get oidcTokens() {
    return this.#keep('oidcTokens', oidcTokensLoader(this.#stytch, this.#faults));
  }

  /** Remembers the objects that an answer of Stytch brings along, so that nobody asks for them again. */
  prime(answer: object): void {
    this.#answers.push(answer);
  }

  /** Forgets everything: after a write, whatever was read before may be wrong. */
  clear(): void {
    this.#answers.length = 0;
    for (const loader of this.#made) loader.clearAll();
  }

  #primed<Key, Value extends object>(kind: PrimedKind<Key, Value>): PrimedLoader<Key, Value> {
    const loader = new PrimedLoader(kind, this.#answers, this.#stytch, this.#batching, this.#faults);
    this.#made.push(loader);
    return loader;
  }

  /** Puts a loader in the place of the getter that made it. */
  #keep<Loader extends { clearAll(): unknown }>(name: keyof Loaders, loader: Loader): Loader {
    this.#made.push(loader);
    Object.defineProperty(this, name, { value: loader });
    return loader;
  }
}

/** The things in a list, or in a map by id. */
const inside = <Thing>(things: Readonly<Record<string, Thing>> | readonly Thing[] | undefined): readonly Thing[] =>
  Array.isArray(things) ? things : Object.values(things ?? {});

type Found<Thing> = (id: string, thing: Thing) => void;

// A Stytch that is broken may send anything in place of a thing.

function organizationsIn(answer: Embedded, found: Found<Organization>): void {
  const look = (one: Organization | undefined): void => {
    if (isRecord(one)) found(one.organization_id, one);
  };
  look(answer.organization);
  for (const one of inside(answer.organizations)) look(one);
  for (const one of inside(answer.discovered_organizations)) if (isRecord(one)) look(one.organization);
}

function membersIn(answer: Embedded, found: Found<Member>): void {
  const look = (one: Member | undefined): void => {
    if (isRecord(one)) found(one.member_id, one);
  };
  look(answer.member);
  for (const one of inside(answer.members)) look(one);
  for (const one of inside(answer.discovered_organizations)) if (isRecord(one)) look(one.membership?.member);
}

function scimConnectionsIn({ connection }: Embedded, found: Found<ScimConnection>): void {
  if (isRecord(connection) && isScimConnection(connection)) found(connection.organization_id, connection);
}

/** Organizations and members have connected apps of their own under this name: summaries, not whole. */
function connectedAppsIn(answer: Embedded, found: Found<ConnectedApp>): void {
  for (const one of [answer.connected_app, ...inside(answer.connected_apps)]) {
    if (isRecord(one) && isWholeApp(one)) found(one.client_id, one);
  }
}

function m2mClientsIn(answer: Embedded, found: Found<M2mClient>): void {
  for (const one of [answer.m2m_client, ...inside(answer.m2m_clients)]) if (isRecord(one)) found(one.client_id, one);
}

const itself = (id: string): string => id;
const organizations: PrimedKind<string, Organization> = {
  make: organizationLoader,
  places: ['organization', 'organizations', 'discovered_organizations'] satisfies Place[],
  look: organizationsIn,
  idIn: (key) => (isOrganizationId(key) ? key : undefined),
  is: (one, key) =>
    one.organization_id === key || one.organization_slug === key || one.organization_external_id === key,
};
const members: PrimedKind<MemberKey, Member> = {
  make: memberLoader,
  places: ['member', 'members', 'discovered_organizations'] satisfies Place[],
  look: membersIn,
  idIn: ({ memberId }) => (isMemberId(memberId) ? memberId : undefined),
  // Where a slug stands for the organization, Stytch has to be asked whose it is.
  is: (one, { organizationId, memberId }) =>
    (one.member_id === memberId || one.external_id === memberId) && one.organization_id === organizationId,
};
const connectedApps: PrimedKind<string, ConnectedApp> = {
  make: connectedAppLoader,
  places: ['connected_app', 'connected_apps'] satisfies Place[],
  look: connectedAppsIn,
  idIn: itself,
  is: (one, key) => one.client_id === key,
};
const m2mClients: PrimedKind<string, M2mClient> = {
  make: m2mClientLoader,
  places: ['m2m_client', 'm2m_clients'] satisfies Place[],
  look: m2mClientsIn,
  idIn: itself,
  is: (one, key) => one.client_id === key,
};
const scimConnections: PrimedKind<string, ScimConnection> = {
  make: scimConnectionLoader,
  places: ['connection'] satisfies Place[],
  look: scimConnectionsIn,
  idIn: itself,
  is: (one, key) => one.organization_id === key,
};

type Place = keyof Embedded;

/** Under these names, and no others, the contract embeds whole objects in answers. */
interface Embedded {
  organization?: Organization;
  organizations?: Record<string, Organization> | Organization[];
  member?: Member;
  members?: Member[];
  discovered_organizations?: Schemas['api_discovery_v1_DiscoveredOrganization'][];
  connection?: object;
  connected_app?: object;
  connected_apps?: object[];
  m2m_client?: M2mClient;
  m2m_clients?: M2mClient[];
}
