/** A connected app as the person sees it who uses it, the same for members and users. */
import { grantedScopes, resolveConnectedApp } from '../../resolvers/shared/connected-app.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import type { PayloadFieldBuilder } from '../mutation.ts';
import { ConnectedApp, ConnectedAppClientType } from '../project/connected-app.ts';

type App = Schemas['api_organization_v1_MemberConnectedApp'] | Schemas['api_user_v1_UserConnectedApp'];

/**
 * @param type the type that the fields are of
 * @param person what the person is called
 */
export const personConnectedAppFields = (t: PayloadFieldBuilder<App>, type: string, person: string) => ({
  clientId: t.exposeString('connected_app_id', { description: 'Client id of the app.' }),
  name: t.exposeString('name', { nullable: true, description: 'What people call the app.' }),
  description: t.exposeString('description', { nullable: true, description: 'What the app does.' }),
  logoUrl: t.expose('logo_url', { type: 'URL', nullable: true, description: 'Image that stands for the app.' }),
  clientType: t.expose('client_type', {
    type: ConnectedAppClientType,
    description: 'Whose application it is, and whether it can keep a secret.',
  }),
  grantedScopes: t.stringList({
    extensions: { exposed: 'scopes_granted', derived: true },
    description: `What the ${person} let the app do, as of the last consent: OAuth scopes, one an item.`,
    resolve: grantedScopes(type),
  }),
  connectedApp: t.field({
    type: ConnectedApp,
    nullable: true,
    access: { resource: 'stytch.connected-app', action: 'get', signedIn: 'none' },
    byKey: true,
    operations: ['get /v1/connected_apps/clients/{client_id}'],
    description: `The app with its settings in the project. Servers only: what ${person}s may know stands here.`,
    resolve: resolveConnectedApp,
  }),
});
