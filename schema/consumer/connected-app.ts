import {
  revokeUserConnectedApp,
  type UserConnectedAppShape,
  userConnectedApps,
} from '../../resolvers/consumer/connected-app.ts';
import { builder, cacheId, contractTypes, deletedId } from '../builder.ts';
import { mutation } from '../mutation.ts';
import { personConnectedAppFields } from '../shared/person-connected-app.ts';
import { ownUserIdInput } from './ids.ts';
import { User, userEdge } from './user.ts';

// Stytch leaves whose it is to whoever asked.
contractTypes.set('UserConnectedApp', ['api_user_v1_UserConnectedApp']);
const keyOf = ({ user_id, connected_app_id }: Pick<UserConnectedAppShape, 'user_id' | 'connected_app_id'>) => [
  user_id,
  connected_app_id,
];
const UserConnectedApp = builder.objectRef<UserConnectedAppShape>('UserConnectedApp').implement({
  description: 'A connected app that a user uses: they agreed to what it may do in their name.',
  fields: (t) => ({
    id: cacheId(t, 'UserConnectedApp', keyOf),
    ...personConnectedAppFields(t, 'UserConnectedApp', 'user'),
    user: t.field({ ...userEdge, description: 'The user who uses it.' }),
  }),
});

builder.objectField(User, 'connectedApps', (t) =>
  t.field({
    type: [UserConnectedApp],
    nullable: true,
    access: { resource: 'stytch.user', action: 'get.connected-apps', signedIn: 'self' },
    byKey: true,
    operations: ['get /v1/users/{user_id}/connected_apps'],
    description: 'Connected apps that act in the user’s name.',
    resolve: userConnectedApps,
  }),
);

mutation('revokeUserConnectedApp', {
  access: { resource: 'stytch.user', action: 'revoke.connected-app', signedIn: 'self' },
  operations: ['post /v1/users/{user_id}/connected_apps/{connected_app_id}/revoke'],
  description:
    'Takes a user’s consent back from a connected app: its tokens end, and it gets new ones only by a new consent.',
  input: (t) => ({
    userId: ownUserIdInput(t),
    clientId: t.id({ required: true, idOf: 'ConnectedApp', description: 'Client id of the app.' }),
  }),
  resolve: revokeUserConnectedApp,
  payload: (t) => ({
    deletedId: deletedId(t, 'UserConnectedApp', keyOf),
    clientId: t.exposeString('connected_app_id', { description: 'Client id of the app.' }),
    user: t.field({
      ...userEdge,
      operations: ['get /v1/users/{user_id}'],
      description: 'The user, whose `connectedApps` are now without the app.',
    }),
  }),
});
