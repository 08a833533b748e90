import { newEdge } from '../../resolvers/connection.ts';
import {
  cancelM2mClientSecretRotation,
  completeM2mClientSecretRotation,
  createM2mClient,
  deleteM2mClient,
  m2mClient,
  m2mClientNodes,
  m2mClientSecret,
  m2mClients,
  nextM2mClientSecret,
  startM2mClientSecretRotation,
  updateM2mClient,
} from '../../resolvers/project/m2m.ts';
import { joinNodeId } from '../../src/graphql/node-id.ts';
import { builder, contractObject, deletedId, nodesOf } from '../builder.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import { ClientStatus } from './client-status.ts';

const M2mClient = contractObject(
  'M2mClient',
  'api_m2m_v1_M2MClient',
  'api_m2m_v1_M2MClientWithClientSecret',
  'api_m2m_v1_M2MClientWithNextClientSecret',
);

builder.node(M2mClient, {
  id: { resolve: ({ client_id }) => joinNodeId(client_id) },
  loadMany: nodesOf('M2mClient', m2mClientNodes),
  extensions: { key: ['clientId'], access: { resource: 'stytch.m2m', action: 'get', signedIn: 'none' } },
  description:
    'A machine-to-machine (M2M) client: a program that acts for itself, not for a person. It exchanges its client id and secret for access tokens (OAuth client credentials).',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'OAuth client id, which is also the subject of its access tokens.',
    }),
    name: t.exposeString('client_name', {
      nullable: true,
      description: 'Display name of the client. Null if none is set.',
    }),
    description: t.exposeString('client_description', {
      nullable: true,
      description: 'Description of the client. Null if none is set.',
    }),
    status: t.expose('status', { type: ClientStatus, description: 'Whether the client can get access tokens.' }),
    scopes: t.exposeStringList('scopes', {
      description:
        'Scopes that its access tokens may contain. In this graph a scope allows what the RBAC policy lists under it.',
    }),
    clientSecretLastFour: t.exposeString('client_secret_last_four', {
      description: 'Last four characters of the client secret.',
    }),
    nextClientSecretLastFour: t.exposeString('next_client_secret_last_four', {
      nullable: true,
      description: 'Last four characters of the next client secret. Null if no rotation is in progress.',
    }),
    trustedMetadata: t.expose('trusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description: 'Your own data about the client. Null if there is none.',
    }),
  }),
});

builder.queryField('m2mClient', (t) =>
  t.field({
    type: M2mClient,
    nullable: true,
    access: { resource: 'stytch.m2m', action: 'get', signedIn: 'none' },
    operations: ['get /v1/m2m/clients/{client_id}', 'post /v1/m2m/clients/search'],
    description: 'One M2M client of the project. Null if not found.',
    args: { clientId: t.arg.id({ required: true, idOf: 'M2mClient', description: 'Client id of the M2M client.' }) },
    resolve: m2mClient,
  }),
);

const M2mClientFilter = builder.inputType('M2mClientFilter', {
  description: 'Filter of an M2M client search. A client must match every field that is given.',
  fields: (t) => ({
    clientIds: t.idList({ idOf: 'M2mClient', description: 'Client ids, any of which may match.' }),
    names: t.stringList({ description: 'Exact names, any of which may match.' }),
    scopes: t.stringList({ description: 'Scopes, any of which the client must have.' }),
  }),
});

const M2mClientEdge = builder.edgeObject({ type: M2mClient, name: 'M2mClientEdge' });

builder.queryField('m2mClients', (t) =>
  t.connection(
    {
      type: M2mClient,
      nullable: true,
      access: { resource: 'stytch.m2m', action: 'search', signedIn: 'none' },
      operations: ['post /v1/m2m/clients/search'],
      description: 'M2M clients of the project, paginated, including inactive ones.',
      args: { filter: t.arg({ type: M2mClientFilter, description: 'Filter of the search. Default: all clients.' }) },
      resolve: m2mClients,
    },
    { name: 'M2mClientConnection' },
    M2mClientEdge,
  ),
);

const clientId = (t: InputFieldBuilder) =>
  t.id({ required: true, idOf: 'M2mClient', description: 'Client id of the M2M client.' });

/** Inputs for creating and for updating a client. */
const about = (t: InputFieldBuilder) => ({
  name: t.string({ description: 'Display name of the client.' }),
  description: t.string({ description: 'Description of the client.' }),
});

mutation('createM2mClient', {
  access: { resource: 'stytch.m2m', action: 'create', signedIn: 'none' },
  operations: ['post /v1/m2m/clients'],
  description: 'Creates an M2M client. Store the client secret: Stytch keeps only its hash.',
  input: (t) => ({
    scopes: t.stringList({ required: true, description: 'Scopes that its access tokens may contain.' }),
    ...about(t),
    clientId: t.string({
      description: 'Client id of your choice, to migrate an existing client. Default: Stytch generates one.',
    }),
    clientSecret: t.string({
      secret: true,
      description:
        'Client secret of your choice: at least eight characters, hard to guess. Default: Stytch generates one, which is safer.',
    }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Your own data about the client.' }),
  }),
  resolve: createM2mClient,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', {
      type: M2mClient,
      nullable: true,
      expected: true,
      description: 'The new client.',
    }),
    m2mClientEdge: t.field({
      type: M2mClientEdge,
      nullable: true,
      description: 'The new client as an edge, to add to a list.',
      resolve: ({ m2m_client }) => m2m_client && newEdge(m2m_client),
    }),
    clientSecret: t.string({
      secret: true,
      description: 'Client secret, with which the client gets access tokens. Shown only once.',
      resolve: m2mClientSecret,
    }),
  }),
});

mutation('updateM2mClient', {
  clearing: {},
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['put /v1/m2m/clients/{client_id}'],
  description:
    'Updates the settings of an M2M client. Omitted inputs stay unchanged. Access tokens issued before stay unchanged, too.',
  input: (t) => ({
    clientId: clientId(t),
    ...about(t),
    status: t.field({ type: ClientStatus, description: 'Whether the client can get access tokens.' }),
    scopes: t.stringList({ description: 'Scopes that new access tokens may contain. Replaces the list.' }),
    trustedMetadata: t.field({
      type: 'JSONObject',
      description: 'Your own data. Keys are merged; a null value removes its key.',
    }),
  }),
  resolve: updateM2mClient,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', { type: M2mClient, description: 'The updated client.' }),
  }),
});

mutation('deleteM2mClient', {
  access: { resource: 'stytch.m2m', action: 'delete', signedIn: 'none' },
  operations: ['delete /v1/m2m/clients/{client_id}'],
  description: 'Deletes an M2M client. It gets no new access tokens; those issued before are valid until they expire.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: deleteM2mClient,
  payload: (t) => ({
    deletedId: deletedId(t, 'M2mClient', ({ client_id }) => [client_id]),
    clientId: t.exposeString('client_id', { description: 'Client id of the deleted client.' }),
  }),
});

mutation('startM2mClientSecretRotation', {
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['post /v1/m2m/clients/{client_id}/secrets/rotate/start'],
  description:
    'Starts a secret rotation: adds a second client secret to an M2M client. Both work until the rotation is completed or cancelled.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: startM2mClientSecretRotation,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', {
      type: M2mClient,
      nullable: true,
      expected: true,
      description: 'The client with both secrets.',
    }),
    nextClientSecret: t.string({
      secret: true,
      description: 'Next client secret. Shown only once.',
      resolve: nextM2mClientSecret,
    }),
  }),
});

mutation('completeM2mClientSecretRotation', {
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['post /v1/m2m/clients/{client_id}/secrets/rotate'],
  description: 'Completes a secret rotation: the new client secret replaces the old one, which stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: completeM2mClientSecretRotation,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', { type: M2mClient, description: 'The client with the new secret.' }),
  }),
});

mutation('cancelM2mClientSecretRotation', {
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['post /v1/m2m/clients/{client_id}/secrets/rotate/cancel'],
  description: 'Cancels a secret rotation: the old client secret remains, the new one stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: cancelM2mClientSecretRotation,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', { type: M2mClient, description: 'The client with the old secret.' }),
  }),
});
