import type { Stytch } from '../src/stytch/client.ts';
import type { Schemas } from '../src/stytch/rest.ts';
import {
  memberConnectedAppsLoader,
  organizationConnectedAppLoader,
  organizationConnectedAppsLoader,
} from './b2b/connected-app.ts';
import { memberAnywhereLoader, memberByEmailLoader, memberLoader } from './b2b/member.ts';
import {
  githubTokensLoader,
  googleTokensLoader,
  hubspotTokensLoader,
  microsoftTokensLoader,
  oidcTokensLoader,
  slackTokensLoader,
} from './b2b/member-oauth.ts';
import { organizationLoader, organizationMetricsLoader, organizationRbacPolicyLoader } from './b2b/organization.ts';
import { recoveryCodesLoader } from './b2b/recovery-code.ts';
import { isScimConnection, scimConnectionLoader, scimGroupsLoader } from './b2b/scim.ts';
import { jwksLoader, memberSessionsLoader } from './b2b/session.ts';
import { ssoConnectionsLoader } from './b2b/sso.ts';
import type { Batching } from './batch.ts';
import { connectedAppLoader, isWholeApp } from './project/connected-app.ts';
import { whoamiLoader } from './project/debug.ts';
import { deviceFingerprintLoader, emailRiskLoader } from './project/fraud.ts';
import { verdictReasonsLoader } from './project/fraud-rule.ts';
import { m2mClientLoader } from './project/m2m.ts';
import { projectMetricsLoader } from './project/project.ts';

/** Every loader of one request, and what keeps them true. */
export type Loaders = ReturnType<typeof createLoaders>;

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];
type M2mClient = Schemas['api_m2m_v1_M2MClient'];

/** Makes the loaders of one request. They are never shared: what one caller may read, another may not. */
export function createLoaders(stytch: Stytch, batching: Batching) {
  const all = {
    organization: organizationLoader(stytch, batching),
    organizationMetrics: organizationMetricsLoader(stytch),
    organizationRbacPolicy: organizationRbacPolicyLoader(stytch),
    member: memberLoader(stytch, batching),
    connectedApp: connectedAppLoader(stytch),
    m2mClient: m2mClientLoader(stytch, batching),
    deviceFingerprint: deviceFingerprintLoader(stytch),
    emailRisk: emailRiskLoader(stytch),
    verdictReasons: verdictReasonsLoader(stytch),
    projectMetrics: projectMetricsLoader(stytch),
    whoami: whoamiLoader(stytch),
    organizationConnectedApps: organizationConnectedAppsLoader(stytch),
    organizationConnectedApp: organizationConnectedAppLoader(stytch),
    memberConnectedApps: memberConnectedAppsLoader(stytch),
    scimConnection: scimConnectionLoader(stytch),
    scimGroups: scimGroupsLoader(stytch),
    ssoConnections: ssoConnectionsLoader(stytch),
    memberSessions: memberSessionsLoader(stytch),
    recoveryCodes: recoveryCodesLoader(stytch),
    jwks: jwksLoader(stytch),
    memberByEmail: memberByEmailLoader(stytch),
    memberAnywhere: memberAnywhereLoader(stytch),
    googleTokens: googleTokensLoader(stytch),
    microsoftTokens: microsoftTokensLoader(stytch),
    slackTokens: slackTokensLoader(stytch),
    hubspotTokens: hubspotTokensLoader(stytch),
    githubTokens: githubTokensLoader(stytch),
    oidcTokens: oidcTokensLoader(stytch),
  };
  const { organization, member, connectedApp, m2mClient, scimConnection } = all;

  const primeOrganization = (found: Organization) => {
    organization.prime(found.organization_id, found);
    if (found.organization_slug) organization.prime(found.organization_slug, found);
    if (found.organization_external_id) organization.prime(found.organization_external_id, found);
  };

  const primeMember = (found: Member) => {
    const { organization_id: organizationId, member_id: memberId } = found;
    member.prime({ organizationId, memberId }, found);
    if (found.external_id) member.prime({ organizationId, memberId: found.external_id }, found);
  };

  return {
    ...all,
    /** Remembers the objects that an answer of Stytch brings along, so that nobody asks for them again. */
    prime(answer: object): void {
      const embedded: Embedded = answer;
      if (embedded.organization) primeOrganization(embedded.organization);
      if (embedded.member) primeMember(embedded.member);
      // Searches answer a list, or a map by id.
      for (const found of Object.values(embedded.organizations ?? {})) primeOrganization(found);
      for (const found of embedded.members ?? []) primeMember(found);
      for (const found of embedded.discovered_organizations ?? []) {
        if (found.organization) primeOrganization(found.organization);
        if (found.membership?.member) primeMember(found.membership.member);
      }
      const { connection } = embedded;
      if (connection && isScimConnection(connection)) scimConnection.prime(connection.organization_id, connection);
      // Organizations and members have connected apps of their own under this name: summaries, not whole.
      for (const found of [embedded.connected_app ?? {}, ...(embedded.connected_apps ?? [])]) {
        if (isWholeApp(found)) connectedApp.prime(found.client_id, found);
      }
      if (embedded.m2m_client) m2mClient.prime(embedded.m2m_client.client_id, embedded.m2m_client);
      for (const found of embedded.m2m_clients ?? []) m2mClient.prime(found.client_id, found);
    },
    /** Forgets everything: after a write, whatever was read before may be wrong. */
    clear(): void {
      for (const loader of Object.values(all)) loader.clearAll();
    },
  };
}

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
