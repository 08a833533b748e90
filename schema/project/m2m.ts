import { newEdge } from '../../resolvers/connection.ts';
import {
  cancelM2mClientSecretRotation,
  clientSecret,
  completeM2mClientSecretRotation,
  createM2mClient,
  deleteM2mClient,
  m2mClient,
  m2mClientNodes,
  m2mClients,
  nextClientSecret,
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
    'A machine that speaks for itself and for no person: it trades its client id and secret for access tokens (OAuth client credentials).',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'Id that the machine names itself by, and the subject of its access tokens.',
    }),
    name: t.exposeString('client_name', { nullable: true, description: 'What people call the machine.' }),
    description: t.exposeString('client_description', { nullable: true, description: 'What the machine does.' }),
    status: t.expose('status', { type: ClientStatus, description: 'Whether the machine can fetch access tokens.' }),
    scopes: t.exposeStringList('scopes', {
      description:
        'All that its access tokens may carry. In this graph a scope allows what the RBAC policy lists under it.',
    }),
    clientSecretLastFour: t.exposeString('client_secret_last_four', {
      description: 'End of the client secret, to tell secrets apart.',
    }),
    nextClientSecretLastFour: t.exposeString('next_client_secret_last_four', {
      nullable: true,
      description: 'End of the secret that is to take its place; null unless a rotation is under way.',
    }),
    trustedMetadata: t.expose('trusted_metadata', {
      type: 'JSONObject',
      nullable: true,
      description: 'Whatever your application keeps with the machine.',
    }),
  }),
});

builder.queryField('m2mClient', (t) =>
  t.field({
    type: M2mClient,
    nullable: true,
    access: { resource: 'stytch.m2m', action: 'get', signedIn: 'none' },
    operations: ['get /v1/m2m/clients/{client_id}', 'post /v1/m2m/clients/search'],
    description: 'One M2M client of the project; null when there is none.',
    args: { clientId: t.arg.id({ required: true, idOf: 'M2mClient', description: 'Client id of the machine.' }) },
    resolve: m2mClient,
  }),
);

const M2mClientFilter = builder.inputType('M2mClientFilter', {
  description: 'Narrows a search for M2M clients. Every field that is given must match.',
  fields: (t) => ({
    clientIds: t.idList({ idOf: 'M2mClient', description: 'Any of these client ids.' }),
    names: t.stringList({ description: 'Any of these names, spelt exactly so.' }),
    scopes: t.stringList({ description: 'Has any of these scopes.' }),
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
      description: 'M2M clients of the project, page by page, whether active or not.',
      args: { filter: t.arg({ type: M2mClientFilter, description: 'Which ones; all when not given.' }) },
      resolve: m2mClients,
    },
    { name: 'M2mClientConnection' },
    M2mClientEdge,
  ),
);

const clientId = (t: InputFieldBuilder) =>
  t.id({ required: true, idOf: 'M2mClient', description: 'Client id of the machine.' });

/** What is said about a machine, when it is created and later. */
const about = (t: InputFieldBuilder) => ({
  name: t.string({ description: 'What people call the machine.' }),
  description: t.string({ description: 'What the machine does.' }),
});

mutation('createM2mClient', {
  access: { resource: 'stytch.m2m', action: 'create', signedIn: 'none' },
  operations: ['post /v1/m2m/clients'],
  description: 'Registers a machine. Keep the client secret: Stytch shows it this once and holds only a hash.',
  input: (t) => ({
    scopes: t.stringList({ required: true, description: 'All that its access tokens may carry.' }),
    ...about(t),
    clientId: t.string({
      description: 'Id of your own, to bring along a machine that exists elsewhere; Stytch makes one when not given.',
    }),
    clientSecret: t.string({
      secret: true,
      description:
        'Secret of your own, eight characters or more and hard to guess; Stytch makes one when not given, which is better.',
    }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Whatever your application keeps with it.' }),
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
      description: 'The new client as an edge, to be added to a list.',
      resolve: ({ m2m_client }) => m2m_client && newEdge(m2m_client),
    }),
    clientSecret: t.string({
      secret: true,
      description: 'Secret with which the machine fetches its access tokens, shown this once.',
      resolve: clientSecret,
    }),
  }),
});

mutation('updateM2mClient', {
  clearing: {},
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['put /v1/m2m/clients/{client_id}'],
  description:
    'Changes what a machine is called or allowed. What is not given stays as it is, and so do the access tokens it has.',
  input: (t) => ({
    clientId: clientId(t),
    ...about(t),
    status: t.field({ type: ClientStatus, description: 'Whether it can fetch access tokens from now on.' }),
    scopes: t.stringList({ description: 'All that its next access tokens may carry, in place of what it was.' }),
    trustedMetadata: t.field({ type: 'JSONObject', description: 'Keys to merge; null removes a key.' }),
  }),
  resolve: updateM2mClient,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', { type: M2mClient, description: 'The client as it now stands.' }),
  }),
});

mutation('deleteM2mClient', {
  access: { resource: 'stytch.m2m', action: 'delete', signedIn: 'none' },
  operations: ['delete /v1/m2m/clients/{client_id}'],
  description: 'Deletes a machine: it gets no new access tokens. Those it has are good until they expire.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: deleteM2mClient,
  payload: (t) => ({
    deletedId: deletedId(t, 'M2mClient', ({ client_id }) => [client_id]),
    clientId: t.exposeString('client_id', { description: 'Client id of the machine that is gone.' }),
  }),
});

mutation('startM2mClientSecretRotation', {
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['post /v1/m2m/clients/{client_id}/secrets/rotate/start'],
  description: 'Gives a machine a second client secret. Both are good until the rotation is completed or cancelled.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: startM2mClientSecretRotation,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', {
      type: M2mClient,
      nullable: true,
      expected: true,
      description: 'The client with two secrets.',
    }),
    nextClientSecret: t.string({
      secret: true,
      description: 'Secret that is to take the place of the old one, shown this once.',
      resolve: nextClientSecret,
    }),
  }),
});

mutation('completeM2mClientSecretRotation', {
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['post /v1/m2m/clients/{client_id}/secrets/rotate'],
  description: 'Ends a rotation in favour of the new secret; the old one stops working.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: completeM2mClientSecretRotation,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', { type: M2mClient, description: 'The client with its new secret.' }),
  }),
});

mutation('cancelM2mClientSecretRotation', {
  access: { resource: 'stytch.m2m', action: 'update', signedIn: 'none' },
  operations: ['post /v1/m2m/clients/{client_id}/secrets/rotate/cancel'],
  description: 'Ends a rotation in favour of the old secret; the new one is thrown away.',
  input: (t) => ({ clientId: clientId(t) }),
  resolve: cancelM2mClientSecretRotation,
  payload: (t) => ({
    m2mClient: t.expose('m2m_client', { type: M2mClient, description: 'The client with the secret it had.' }),
  }),
});
