import { organizationLoader } from '../../loaders/b2b/organization.ts';
import {
  type SsoConnection,
  type SsoConnectionKind,
  type SsoConnectionKinds,
  ssoConnectionKindOf,
  ssoConnectionsLoader,
} from '../../loaders/b2b/sso.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { StytchError } from '../../src/stytch/error.ts';
import { remove } from '../forward.ts';
import type { ImplicitRole } from './implicit-role.ts';

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];

/** The key of a connection. */
export type SsoConnectionKey = Pick<SsoConnection, 'organization_id' | 'connection_id'>;

/** Summary of an active connection, with the organization id. */
export type ActiveConnection = Schemas['api_organization_v1_ActiveSSOConnection'] & SsoConnectionKey;

/** A member's account at an identity provider, with the organization id. */
export type SsoRegistrationShape = Schemas['api_organization_v1_SSORegistration'] & SsoConnectionKey;

/** A role assigned by a group of the identity provider, with the organization id. */
export type SsoGroupRoleShape = ImplicitRole & { group: string };

/** The type of a connection, from the list that contained it. */
export const ssoConnectionType = (connection: SsoConnection, { faults }: Context): SsoConnectionKind => {
  const kind = ssoConnectionKindOf(connection);
  if (!kind) throw faults.unreadable({ type: 'SsoConnection', field: '__typename' }, connection);
  return kind;
};

const isA = <Kind extends SsoConnectionKind>(
  connection: SsoConnection,
  kind: Kind,
): connection is SsoConnectionKinds[Kind] => ssoConnectionKindOf(connection) === kind;

/** Finds a connection in the list of its organization, because Stytch has no lookup. */
const load = async ({ organization_id, connection_id }: SsoConnectionKey, { loaders, faults }: Context) => {
  const connections = await loaders.get(ssoConnectionsLoader).load(organization_id);
  return faults.find(connections, 'connection_id', connection_id, { type: 'SsoConnection', field: 'connectionId' });
};

/** Finds a connection; null if it is of another kind. */
export const loadSsoConnection = async <Kind extends SsoConnectionKind>(
  kind: Kind,
  key: SsoConnectionKey,
  context: Context,
): Promise<SsoConnectionKinds[Kind] | null> => {
  const connection = await load(key, context);
  return connection && isA(connection, kind) ? connection : null;
};

/** Creates the loader of nodes of one kind. */
export const ssoConnectionNodes =
  <Kind extends SsoConnectionKind>(kind: Kind) =>
  (ids: readonly string[], context: Context): Promise<SsoConnectionKinds[Kind] | null>[] =>
    ids.map((id) => {
      const [organization_id = '', connection_id = ''] = id.split('/');
      return loadSsoConnection(kind, { organization_id, connection_id }, context);
    });

export const ssoConnectionOf = (key: SsoConnectionKey, _: unknown, context: Context) => load(key, context);

export const isDefaultSsoConnection = async (
  { organization_id, connection_id }: SsoConnectionKey,
  _: unknown,
  { loaders }: Context,
) => {
  const organization = await loaders.get(organizationLoader).load(organization_id);
  return organization && organization.sso_default_connection_id === connection_id;
};

export const organizationSsoConnections = ({ organization_id }: Organization, _: unknown, { loaders }: Context) =>
  loaders.get(ssoConnectionsLoader).load(organization_id);

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

export const memberSsoRegistrations = ({ organization_id, sso_registrations }: Member): SsoRegistrationShape[] =>
  sso_registrations.map((registration) => ({ ...registration, organization_id }));

const deleteConnection = remove('delete', '/v1/b2b/sso/{organization_id}/connections/{connection_id}');

/** Reads the connection before its deletion, because its `id` in the payload needs its kind. */
export const deleteSsoConnection = async (
  root: unknown,
  args: Parameters<typeof deleteConnection>[1],
  context: Context,
) => {
  const { organizationId, connectionId } = args.input;
  const connection = await load({ organization_id: organizationId, connection_id: connectionId }, context);
  if (!connection) throw new StytchError({ code: 'NOT_FOUND', message: 'Connection not found.' });
  const kind = ssoConnectionType(connection, context);
  return { ...(await deleteConnection(root, args, context)), kind };
};
