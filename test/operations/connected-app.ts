import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

/** An app that has a secret. */
const app = (g: SandboxGateway) => ({
  clientId: g.world.connected_apps.find(({ client_type }) => client_type === 'first_party')?.client_id,
});

const own = (g: SandboxGateway) => ({ organizationId: g.world.credentials.admin.organization_id });
const admin = (g: SandboxGateway) => ({ ...own(g), memberId: g.world.credentials.admin.member_id });

const input = 'input: { clientId: $clientId }';

const start = `mutation ($clientId: ID!) { startConnectedAppSecretRotation(${input}) {
  ... on StartConnectedAppSecretRotationPayload { nextClientSecret connectedApp { name } } ... on MutationError { errorType } } }`;

const rotating = async (g: SandboxGateway) => {
  await g.data(start, { variables: app(g) });
  return app(g);
};

export const operations: OperationExample[] = [
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Get',
    document: 'query ($clientId: ID!) { connectedApp(clientId: $clientId) { name clientType redirectUrls } }',
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
    document: `mutation ($clientId: ID!) { updateConnectedApp(input: { clientId: $clientId, description: "Crumbs everywhere" }) {
      ... on UpdateConnectedAppPayload { connectedApp { description } } ... on MutationError { errorType } } }`,
    variables: app,
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_Delete',
    document: `mutation ($clientId: ID!) { deleteConnectedApp(${input}) {
      ... on DeleteConnectedAppPayload { clientId } ... on MutationError { errorType } } }`,
    variables: app,
  },
  { id: 'api_connectedapps_v1_connected_apps_clients_secrets_RotateStart', document: start, variables: app },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_secrets_Rotate',
    document: `mutation ($clientId: ID!) { completeConnectedAppSecretRotation(${input}) {
      ... on CompleteConnectedAppSecretRotationPayload { connectedApp { clientSecretLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
  {
    id: 'api_connectedapps_v1_connected_apps_clients_secrets_RotateCancel',
    document: `mutation ($clientId: ID!) { cancelConnectedAppSecretRotation(${input}) {
      ... on CancelConnectedAppSecretRotationPayload { connectedApp { clientSecretLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
  {
    id: 'api_organization_v1_ConnectedApps',
    document:
      'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { connectedApps { clientId name } } }',
    variables: own,
    as: 'admin',
  },
  {
    id: 'api_organization_v1_GetConnectedApp',
    document: `query ($organizationId: ID!, $clientId: ID!) { organization(by: { id: $organizationId }) {
      connectedApp(clientId: $clientId) { name activeMembers { grantedScopes } } } }`,
    variables: (g) => ({ ...own(g), ...app(g) }),
    as: 'admin',
  },
  {
    id: 'api_organization_v1_organizations_members_GetConnectedApps',
    document: `query ($organizationId: ID!, $memberId: ID!) { member(organizationId: $organizationId, by: { id: $memberId }) {
      connectedApps { name grantedScopes } } }`,
    variables: (g) => ({
      organizationId: g.world.credentials.member.organization_id,
      memberId: g.world.credentials.member.member_id,
    }),
    as: 'member',
  },
  {
    id: 'api_organization_v1_organizations_members_connected_apps_Revoke',
    document: `mutation ($organizationId: ID!, $memberId: ID!, $clientId: ID!) {
      revokeMemberConnectedApp(input: { organizationId: $organizationId, memberId: $memberId, clientId: $clientId }) {
        ... on RevokeMemberConnectedAppPayload { member { connectedApps { name } } } ... on MutationError { errorType } } }`,
    variables: (g) => ({ ...admin(g), ...app(g) }),
    as: 'admin',
  },
];
