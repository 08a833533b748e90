import { memberSsoRegistrations, type SsoRegistrationShape, ssoConnectionOf } from '../../resolvers/b2b/sso.ts';
import { builder, cacheId, contractTypes } from '../builder.ts';
import { Member } from './member.ts';
import { SsoConnection, ssoReadAccess } from './sso.ts';

// The organization id is added by the resolvers: `connection` needs it, and Stytch does not repeat it inside a member.
contractTypes.set('SsoRegistration', ['api_organization_v1_SSORegistration']);
const SsoRegistration = builder.objectRef<SsoRegistrationShape>('SsoRegistration').implement({
  description: 'An account at an identity provider with which a member signs in by single sign-on.',
  fields: (t) => ({
    id: cacheId(t, 'SsoRegistration', ({ registration_id }) => [registration_id]),
    registrationId: t.exposeString('registration_id', { description: 'Stytch id of the registration.' }),
    connectionId: t.exposeString('connection_id', {
      description: 'Stytch id of the connection, for callers who may not read `connection`.',
    }),
    externalId: t.exposeString('external_id', {
      description: 'Id of the account at the identity provider.',
    }),
    attributes: t.expose('sso_attributes', {
      type: 'JSONObject',
      nullable: true,
      description: 'Attributes that the identity provider sent at the last sign-in. Null if there are none.',
    }),
    connection: t.field({
      type: SsoConnection,
      nullable: true,
      access: ssoReadAccess,
      operations: ['get /v1/b2b/sso/{organization_id}'],
      description: 'The single sign-on connection to the identity provider.',
      resolve: ssoConnectionOf,
    }),
  }),
});

builder.objectField(Member, 'ssoRegistrations', (t) =>
  t.field({
    type: [SsoRegistration],
    extensions: { exposed: 'sso_registrations' },
    description: 'Accounts at the organization’s identity providers with which the member has signed in.',
    resolve: memberSsoRegistrations,
  }),
);
