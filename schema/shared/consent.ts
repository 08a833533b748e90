/** What people are asked before a connected app acts in their name, the same for members and users. */
import { contractObject } from '../builder.ts';
import { ConnectedAppClientType } from '../project/connected-app.ts';

/** A connected app, as far as whoever is asked for consent may know it. */
export const PublicConnectedApp = contractObject(
  'PublicConnectedApp',
  'api_connectedapps_v1_ConnectedAppPublic',
).implement({
  description: 'A connected app as it shows itself to people.',
  fields: (t) => ({
    clientId: t.exposeString('client_id', {
      description: 'Id that the application names itself by in OAuth requests.',
    }),
    name: t.exposeString('client_name', { nullable: true, description: 'What people call the app.' }),
    description: t.exposeString('client_description', { nullable: true, description: 'What the app does.' }),
    clientType: t.expose('client_type', {
      type: ConnectedAppClientType,
      description: 'Whose application it is, and whether it can keep a secret.',
    }),
    logoUrl: t.expose('logo_url', { type: 'URL', nullable: true, description: 'Image that stands for the app.' }),
  }),
});

/** What became of each scope that an app asked for. */
export const ScopeResult = contractObject(
  'ScopeResult',
  'api_b2b_idp_v1_ScopeResult',
  'api_idp_v1_ScopeResult',
).implement({
  description: 'Something that a connected app asks to be allowed.',
  fields: (t) => ({
    scope: t.exposeString('scope', { description: 'The OAuth scope, such as `openid` or one of the RBAC policy.' }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it means, to be shown to the person.',
    }),
    isGrantable: t.exposeBoolean('is_grantable', {
      description: 'Whether the person can allow it: nobody can give what their own roles do not.',
    }),
  }),
});
