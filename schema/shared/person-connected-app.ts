/** A connected app that a person uses: fields that members and users share. */
import { grantedScopes, resolveConnectedApp } from '../../resolvers/shared/connected-app.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import type { PayloadFieldBuilder } from '../mutation.ts';
import { ConnectedApp, ConnectedAppClientType } from '../project/connected-app.ts';

type App = Schemas['api_organization_v1_MemberConnectedApp'] | Schemas['api_user_v1_UserConnectedApp'];

/**
 * @param type the type that the fields belong to
 * @param person noun for the person: `member` or `user`
 */
export const personConnectedAppFields = (t: PayloadFieldBuilder<App>, type: string, person: string) => ({
  clientId: t.exposeString('connected_app_id', { description: 'Client id of the app.' }),
  name: t.exposeString('name', { nullable: true, description: 'Display name of the app. Null if none is set.' }),
  description: t.exposeString('description', {
    nullable: true,
    description: 'Description of the app. Null if none is set.',
  }),
  logoUrl: t.expose('logo_url', {
    type: 'URL',
    nullable: true,
    description: 'URL of the app’s logo. Null if none is set.',
  }),
  clientType: t.expose('client_type', {
    type: ConnectedAppClientType,
    description: 'First-party or third-party, and whether the app can store a secret.',
  }),
  grantedScopes: t.stringList({
    extensions: { exposed: 'scopes_granted', derived: true },
    description: `OAuth scopes that the ${person} granted to the app at the last consent.`,
    resolve: grantedScopes(type),
  }),
  connectedApp: t.field({
    type: ConnectedApp,
    nullable: true,
    access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
    byKey: true,
    operations: ['get /v1/connected_apps/clients/{client_id}'],
    description: `The app with its project settings; the fields here are those that ${person}s may read. Servers only.`,
    resolve: resolveConnectedApp,
  }),
});
