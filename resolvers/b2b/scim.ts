import { scimConnectionLoader, scimGroupsLoader } from '../../loaders/b2b/scim.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { RestOutput, Schemas } from '../../src/stytch/contract/types.ts';
import { type PageArgs, searchConnection } from '../connection.ts';
import { forward, remove } from '../forward.ts';
import { requireImplicitRoleRight } from './implicit-role.ts';

type Organization = Schemas['api_organization_v1_Organization'];
type Member = Schemas['api_organization_v1_Member'];
type ScimConnection = Schemas['api_b2b_scim_v1_SCIMConnection'];
type ScimGroup = Schemas['api_b2b_scim_v1_SCIMGroup'];

/** A member's account at the identity provider, with the organization id. */
export type ScimRegistrationShape = Schemas['api_organization_v1_SCIMRegistration'] & Pick<Member, 'organization_id'>;

/** A role assigned by a group, with the organization id. */
export type ScimGroupRoleShape = Schemas['api_b2b_scim_v1_SCIMGroupImplicitRoleAssignments'] &
  Pick<ScimConnection, 'organization_id'>;

type ConnectionKey = Pick<ScimConnection, 'organization_id' | 'connection_id'>;

/** An organization has at most one connection, so any other id is not found. */
const load = async ({ organization_id, connection_id }: ConnectionKey, { loaders, faults }: Context) => {
  const connection = await loaders.get(scimConnectionLoader).load(organization_id);
  const place = { type: 'ScimConnection', field: 'connectionId' };
  return connection && faults.find([connection], 'connection_id', connection_id, place);
};

export const organizationScimConnection = ({ organization_id }: Organization, _: unknown, { loaders }: Context) =>
  loaders.get(scimConnectionLoader).load(organization_id);

export const scimConnectionNodes = (ids: readonly string[], context: Context) =>
  ids.map((id) => {
    const [organization_id = '', connection_id = ''] = id.split('/');
    return load({ organization_id, connection_id }, context);
  });

export const scimConnectionOf = (key: ConnectionKey, _: unknown, context: Context) => load(key, context);

export const scimConnectionRoles = ({
  organization_id,
  scim_group_implicit_role_assignments,
}: ScimConnection): ScimGroupRoleShape[] =>
  scim_group_implicit_role_assignments.map((assignment) => ({ ...assignment, organization_id }));

export const scimConnectionGroups = (
  { organization_id: organizationId, connection_id: connectionId }: ScimConnection,
  page: PageArgs,
  { loaders }: Context,
) =>
  searchConnection<ScimGroup>(page, ({ cursor, limit }) =>
    loaders.get(scimGroupsLoader).load({ organizationId, connectionId, cursor, limit }),
  );

export const memberScimRegistration = ({ organization_id, scim_registration }: Member): ScimRegistrationShape | null =>
  scim_registration ? { ...scim_registration, organization_id } : null;

const CONNECTION = '/v1/b2b/scim/{organization_id}/connection/{connection_id}';

export const createScimConnection = forward('post', '/v1/b2b/scim/{organization_id}/connection');
export const deleteScimConnection = remove('delete', CONNECTION);
export const startScimTokenRotation = forward('post', `${CONNECTION}/rotate/start`);
export const completeScimTokenRotation = forward('post', `${CONNECTION}/rotate/complete`);
export const cancelScimTokenRotation = forward('post', `${CONNECTION}/rotate/cancel`);

export const updateScimConnection = requireImplicitRoleRight(
  forward('put', CONNECTION, { groupImplicitRoleAssignments: 'scim_group_implicit_role_assignments' }),
  'groupImplicitRoleAssignments',
);

const lastFour = (token: unknown) => (typeof token === 'string' ? token.slice(-4) : '');

type Created = RestOutput<'post', '/v1/b2b/scim/{organization_id}/connection'>;
type Rotating = RestOutput<'post', '/v1/b2b/scim/{organization_id}/connection/{connection_id}/rotate/start'>;

/**
 * Completes the connection in the response to a creation, without another call. The response lacks the last four
 * characters of the token, which are computed from the token, and those of the next token, which does not exist yet.
 */
export const createdScimConnection = (answer: Created, _: unknown, { loaders, faults }: Context) => {
  const place = { type: 'CreateScimConnectionPayload', field: 'scimConnection' };
  const { bearer_token, ...rest } = faults.object(answer.connection, place, answer);
  return known({ ...rest, bearer_token_last_four: lastFour(bearer_token), next_bearer_token_last_four: '' }, loaders);
};

/**
 * Completes the connection in the response to the start of a rotation, which lacks the last four characters of the next
 * token.
 */
export const rotatingScimConnection = (answer: Rotating, _: unknown, { loaders, faults }: Context) => {
  const place = { type: 'StartScimTokenRotationPayload', field: 'scimConnection' };
  const { next_bearer_token, ...rest } = faults.object(answer.connection, place, answer);
  return known({ ...rest, next_bearer_token_last_four: lastFour(next_bearer_token) }, loaders);
};

/** Caches the connection for later reads of this request. */
const known = (connection: ScimConnection, loaders: Context['loaders']): ScimConnection => {
  loaders.get(scimConnectionLoader).prime(connection);
  return connection;
};

export const bearerToken = (answer: Created, _: unknown, { faults }: Context) =>
  faults.secret(answer.connection?.bearer_token, { type: 'CreateScimConnectionPayload', field: 'bearerToken' }, answer);

export const nextBearerToken = (answer: Rotating, _: unknown, { faults }: Context) => {
  const place = { type: 'StartScimTokenRotationPayload', field: 'nextBearerToken' };
  return faults.secret(answer.connection?.next_bearer_token, place, answer);
};
