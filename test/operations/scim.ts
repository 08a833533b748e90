import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

/** The organization of the admin, which has no connection. */
const own = (g: SandboxGateway) => ({ organizationId: g.world.credentials.admin.organization_id });

const connection = (g: SandboxGateway) => {
  const [first] = g.world.scim_connections;
  return { organizationId: first?.organization_id, connectionId: first?.connection_id };
};

const variables = '($organizationId: ID!, $connectionId: ID!)';
const input = 'input: { organizationId: $organizationId, connectionId: $connectionId }';

const start = `mutation ${variables} { startScimTokenRotation(${input}) {
  ... on StartScimTokenRotationPayload { nextBearerToken scimConnection { nextBearerTokenLastFour } } ... on MutationError { errorType } } }`;

const rotating = async (g: SandboxGateway) => {
  await g.data(start, { variables: connection(g) });
  return connection(g);
};

export const operations: OperationExample[] = [
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_Create',
    document: `mutation ($organizationId: ID!) { createScimConnection(input: { organizationId: $organizationId, identityProvider: OKTA }) {
      ... on CreateScimConnectionPayload { bearerToken scimConnection { baseUrl bearerTokenLastFour } } ... on MutationError { errorType } } }`,
    variables: own,
    as: 'admin',
  },
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_Get',
    document:
      'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { scimConnection { displayName } } }',
    variables: connection,
  },
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_Update',
    document: `mutation ${variables} { updateScimConnection(input: { organizationId: $organizationId, connectionId: $connectionId, displayName: "People" }) {
      ... on UpdateScimConnectionPayload { scimConnection { displayName } } ... on MutationError { errorType } } }`,
    variables: connection,
  },
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_Delete',
    document: `mutation ${variables} { deleteScimConnection(${input}) {
      ... on DeleteScimConnectionPayload { connectionId } ... on MutationError { errorType } } }`,
    variables: connection,
  },
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_GetGroups',
    document:
      'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { scimConnection { groups(first: 2) { nodes { groupId name } } } } }',
    variables: connection,
  },
  { id: 'api_b2b_scim_v1_b2b_scim_connection_RotateStart', document: start, variables: connection },
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_RotateComplete',
    document: `mutation ${variables} { completeScimTokenRotation(${input}) {
      ... on CompleteScimTokenRotationPayload { scimConnection { bearerTokenLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
  {
    id: 'api_b2b_scim_v1_b2b_scim_connection_RotateCancel',
    document: `mutation ${variables} { cancelScimTokenRotation(${input}) {
      ... on CancelScimTokenRotationPayload { scimConnection { bearerTokenLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
];
