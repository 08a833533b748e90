import type { SsoConnection } from '../../loaders/b2b/sso.ts';
import type { Context } from '../../src/context.ts';
import { forward } from '../../src/forward.ts';
import type { Schemas } from '../../src/stytch/rest.ts';
import type { ImplicitRole } from './implicit-role.ts';

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];

/** The types of connections in the graph, each with what Stytch shows of it. */
interface Kinds {
  SamlConnection: Schemas['api_sso_v1_SAMLConnection'];
  OidcConnection: Schemas['api_sso_v1_OIDCConnection'];
  ExternalConnection: Schemas['api_sso_v1_Connection'];
}

/** What finds a connection. */
export type SsoConnectionKey = Pick<SsoConnection, 'organization_id' | 'connection_id'>;

/** A connection in use, in brief, and in which organization. */
export type ActiveConnection = Schemas['api_organization_v1_ActiveSSOConnection'] & SsoConnectionKey;

/** A member’s account at an identity provider, and in which organization. */
export type RegistrationOfMember = Schemas['api_organization_v1_SSORegistration'] & SsoConnectionKey;

/** A role that comes with a group of the identity provider, and in which organization. */
export type RoleOfGroup = ImplicitRole & { group: string };

/** Stytch does not name the kind; what a connection holds shows it. */
export const ssoConnectionType = (connection: SsoConnection): keyof Kinds => {
  if ('acs_url' in connection) return 'SamlConnection';
  return 'external_connection_id' in connection ? 'ExternalConnection' : 'OidcConnection';
};

const isA = <Kind extends keyof Kinds>(connection: SsoConnection, kind: Kind): connection is Kinds[Kind] =>
  ssoConnectionType(connection) === kind;

/** Stytch lists the connections of an organization and gives none by itself. */
const load = async ({ organization_id, connection_id }: SsoConnectionKey, { loaders }: Context) => {
  const connections = await loaders.ssoConnections.load(organization_id);
  return connections.find((connection) => connection.connection_id === connection_id) ?? null;
};

/** One connection, where it is of that kind. */
export const loadSsoConnection = async <Kind extends keyof Kinds>(
  kind: Kind,
  key: SsoConnectionKey,
  context: Context,
): Promise<Kinds[Kind] | null> => {
  const connection = await load(key, context);
  return connection && isA(connection, kind) ? connection : null;
};

/** What fetches nodes of one kind. */
export const ssoConnectionNodes =
  <Kind extends keyof Kinds>(kind: Kind) =>
  (ids: readonly string[], context: Context): Promise<Kinds[Kind] | null>[] =>
    ids.map((id) => {
      const [organization_id = '', connection_id = ''] = id.split('/');
      return loadSsoConnection(kind, { organization_id, connection_id }, context);
    });

export const ssoConnectionOf = (key: SsoConnectionKey, _: unknown, context: Context) => load(key, context);

export const ssoConnectionOrganization = ({ organization_id }: SsoConnectionKey, _: unknown, { loaders }: Context) =>
  loaders.organization.load(organization_id);

export const isDefaultSsoConnection = async (
  { organization_id, connection_id }: SsoConnectionKey,
  _: unknown,
  { loaders }: Context,
) => {
  const organization = await loaders.organization.load(organization_id);
  return organization && organization.sso_default_connection_id === connection_id;
};

export const organizationSsoConnections = ({ organization_id }: Organization, _: unknown, { loaders }: Context) =>
  loaders.ssoConnections.load(organization_id);

export const organizationSsoConnection = (
  { organization_id }: Organization,
  { connectionId }: { connectionId: string },
  context: Context,
) => load({ organization_id, connection_id: connectionId }, context);

export const organizationSsoDefaultConnection = (
  { organization_id, sso_default_connection_id }: Organization,
  _: unknown,
  context: Context,
) => (sso_default_connection_id ? load({ organization_id, connection_id: sso_default_connection_id }, context) : null);

export const organizationSsoActiveConnections = ({
  organization_id,
  sso_active_connections,
}: Organization): ActiveConnection[] =>
  sso_active_connections.map((connection) => ({ ...connection, organization_id }));

export const memberSsoRegistrations = ({ organization_id, sso_registrations }: Member): RegistrationOfMember[] =>
  sso_registrations.map((registration) => ({ ...registration, organization_id }));

export const deleteSsoConnection = forward('delete', '/v1/b2b/sso/{organization_id}/connections/{connection_id}');
