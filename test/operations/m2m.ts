import type { SandboxGateway } from '../gateway.ts';
import type { OperationExample } from './index.ts';

const client = (g: SandboxGateway) => ({ clientId: [...g.sandbox.store.m2mClients.keys()][0] });

const input = 'input: { clientId: $clientId }';

const start = `mutation ($clientId: ID!) { startM2mClientSecretRotation(${input}) {
  ... on StartM2mClientSecretRotationPayload { nextClientSecret m2mClient { name } } ... on MutationError { errorType } } }`;

const rotating = async (g: SandboxGateway) => {
  await g.data(start, { variables: client(g) });
  return client(g);
};

export const operations: OperationExample[] = [
  {
    id: 'api_m2m_v1_m2m_clients_Get',
    document: 'query ($clientId: ID!) { m2mClient(clientId: $clientId) { name status scopes } }',
    variables: client,
  },
  {
    id: 'api_m2m_v1_m2m_clients_Search',
    document: '{ m2mClients(first: 2, filter: { scopes: ["read:documents"] }) { totalCount nodes { name } } }',
  },
  {
    id: 'api_m2m_v1_m2m_clients_Create',
    document: `mutation { createM2mClient(input: { name: "Oven watch", scopes: ["read:documents"] }) {
      ... on CreateM2mClientPayload { clientSecret m2mClient { clientId } } ... on MutationError { errorType } } }`,
  },
  {
    id: 'api_m2m_v1_m2m_clients_Update',
    document: `mutation ($clientId: ID!) { updateM2mClient(input: { clientId: $clientId, status: INACTIVE }) {
      ... on UpdateM2mClientPayload { m2mClient { status } } ... on MutationError { errorType } } }`,
    variables: client,
  },
  {
    id: 'api_m2m_v1_m2m_clients_Delete',
    document: `mutation ($clientId: ID!) { deleteM2mClient(${input}) {
      ... on DeleteM2mClientPayload { clientId } ... on MutationError { errorType } } }`,
    variables: client,
  },
  { id: 'api_m2m_v1_m2m_clients_secrets_RotateStart', document: start, variables: client },
  {
    id: 'api_m2m_v1_m2m_clients_secrets_Rotate',
    document: `mutation ($clientId: ID!) { completeM2mClientSecretRotation(${input}) {
      ... on CompleteM2mClientSecretRotationPayload { m2mClient { clientSecretLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
  {
    id: 'api_m2m_v1_m2m_clients_secrets_RotateCancel',
    document: `mutation ($clientId: ID!) { cancelM2mClientSecretRotation(${input}) {
      ... on CancelM2mClientSecretRotationPayload { m2mClient { clientSecretLastFour } } ... on MutationError { errorType } } }`,
    variables: rotating,
  },
];
