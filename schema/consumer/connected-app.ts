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

// The user id is added by the resolvers: Stytch does not return it.
contractTypes.set('UserConnectedApp', ['api_user_v1_UserConnectedApp']);
const keyOf = ({ user_id, connected_app_id }: Pick<UserConnectedAppShape, 'user_id' | 'connected_app_id'>) => [
  user_id,
  connected_app_id,
];
const UserConnectedApp = builder.objectRef<UserConnectedAppShape>('UserConnectedApp').implement({
  description: 'A connected app that a user uses: the user consented to its scopes.',
  fields: (t) => ({
    id: cacheId(t, 'UserConnectedApp', keyOf),
    ...personConnectedAppFields(t, 'UserConnectedApp', 'user'),
    user: t.field({ ...userEdge, description: 'The user who uses the app.' }),
  }),
});

builder.objectField(User, 'connectedApps', (t) =>
  t.field({
    type: [UserConnectedApp],
    nullable: true,
    access: { resource: 'stytch.user', action: 'get.connected-apps', signedIn: 'self' },
    byKey: true,
    operations: ['get /v1/users/{user_id}/connected_apps'],
    description: 'Connected apps that act in the user’s name. An app is removed when the user revokes it.',
    resolve: userConnectedApps,
  }),
);

mutation('revokeUserConnectedApp', {
  access: { resource: 'stytch.user', action: 'revoke.connected-app', signedIn: 'self' },
  operations: ['post /v1/users/{user_id}/connected_apps/{connected_app_id}/revoke'],
  description: 'Revokes a user’s consent to a connected app. Its tokens stop working; new ones require a new consent.',
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
      description: 'The user. Their `connectedApps` no longer contain the app.',
    }),
  }),
});
