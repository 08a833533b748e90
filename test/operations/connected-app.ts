import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

/** An app that has a secret. */
const app = (g: SandboxGateway) => ({
  clientId: g.world.connected_apps.find(({ client_type }) => client_type === 'first_party')?.client_id,
});

const own = (g: SandboxGateway) => ({ organizationId: g.world.credentials.admin.organization_id });
const admin = (g: SandboxGateway) => ({ ...own(g), memberId: g.world.credentials.admin.member_id });

const input = 'input: { clientId: $clientId }';

const start = `mutation ($clientId: String!) { startConnectedAppSecretRotation(${input}) {
  ... on StartConnectedAppSecretRotationPayload { nextClientSecret connectedApp { name } } ... on MutationError { errorType } } }`;

const rotating = async (g: SandboxGateway) => {
  await g.data(start, { variables: app(g) });
  return app(g);
};

export const operations: OperationExample[] = [
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Get',
    document: 'query ($clientId: String!) { connectedApp(clientId: $clientId) { name clientType redirectUrls } }',
    variables: app,
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Search',
    document: '{ connectedApps(first: 2) { totalCount nodes { name } } }',
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Create',
    document: `mutation { createConnectedApp(input: { clientType: THIRD_PARTY, name: "Ovenly", redirectUrls: ["https://ovenly.example/callback"] }) {
      ... on CreateConnectedAppPayload { clientSecret connectedApp { clientId } } ... on MutationError { errorType } } }`,
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Update',
    document: `mutation ($clientId: String!) { updateConnectedApp(input: { clientId: $clientId, description: "Crumbs everywhere" }) {
      ... on UpdateConnectedAppPayload { connectedApp { description } } ... on MutationError { errorType } } }`,
    variables: app,
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Delete',
    document: `mutation ($clientId: String!) { deleteConnectedApp(${input}) {
      ... on DeleteConnectedAppPayload { clientId } ... on MutationError { errorType } } }`,
    variables: app,
  },
  { id: 'api_connectedapps_v1_connected_apps_clients_secrets_RotateStart', document: start, variables: app },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_secrets_Rotate',
    document: `mutation ($clientId: String!) { completeConnectedAppSecretRotation(${input}) {
      ... on CompleteConnectedAppSecretRotationPayload { connectedApp { clientSecretLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_secrets_RotateCancel',
    document: `mutation ($clientId: String!) { cancelConnectedAppSecretRotation(${input}) {
      ... on CancelConnectedAppSecretRotationPayload { connectedApp { clientSecretLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
  {
    id: 'api_organization_v1_ConnectedApps',
    document:
      'query ($organizationId: String!) { organization(organizationId: $organizationId) { connectedApps { clientId name } } }',
    variables: own,
    as: 'admin',
  },
  {
    id: 'api_organization_v1_GetConnectedApp',
    document: `query ($organizationId: String!, $clientId: String!) { organization(organizationId: $organizationId) {
      connectedApp(clientId: $clientId) { name activeMembers { grantedScopes } } } }`,
    variables: (g) => ({ ...own(g), ...app(g) }),
    as: 'admin',
  },
  {
    id: 'api_organization_v1_organizations_members_GetConnectedApps',
    document: `query ($organizationId: String!, $memberId: String!) { member(organizationId: $organizationId, memberId: $memberId) {
      connectedApps { name grantedScopes } } }`,
    variables: (g) => ({
      organizationId: g.world.credentials.member.organization_id,
      memberId: g.world.credentials.member.member_id,
    }),
    as: 'member',
  },
  {
    id: 'api_organization_v1_organizations_members_connected_apps_Revoke',
    document: `mutation ($organizationId: String!, $memberId: String!, $clientId: String!) {
      revokeMemberConnectedApp(input: { organizationId: $organizationId, memberId: $memberId, clientId: $clientId }) {
        ... on RevokeMemberConnectedAppPayload { member { connectedApps { name } } } ... on MutationError { errorType } } }`,
    variables: (g) => ({ ...admin(g), ...app(g) }),
    as: 'admin',
  },
];
