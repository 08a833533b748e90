import {
  authenticateUserWebauthn,
  completeUserWebauthnRegistration,
  startUserWebauthnAuthentication,
  startUserWebauthnRegistration,
  updateUserWebauthnRegistration,
  userWebauthnCredentials,
} from '../../resolvers/consumer/webauthn.ts';
import { builder, cacheId, contractObject } from '../builder.ts';
import { type InputFieldBuilder, mutation, type PayloadFieldBuilder } from '../mutation.ts';
import { actingSessionInput, serversSessionInput } from '../shared/session.ts';
import { ownUserIdIfAnyInput, ownUserIdInput } from './ids.ts';
import {
  openAccess,
  receiverPayload,
  sessionWishesInput,
  signInAccess,
  signInResult,
  telemetryIdInput,
  userDevicePayload,
} from './sign-in.ts';
import { STEP_UP } from './step-up.ts';
import { User, userEdge } from './user.ts';
import { WebauthnAuthenticatorType, WebauthnRegistration } from './user-factor-type.ts';

const WebauthnCredential = contractObject('WebauthnCredential', 'api_webauthn_v1_WebAuthnCredential').implement({
  description: 'The public key of a passkey or security key.',
  fields: (t) => ({
    id: cacheId(t, 'WebauthnCredential', ({ credential_id }) => [credential_id]),
    credentialId: t.exposeString('credential_id', { description: 'Id of the key, assigned by the authenticator.' }),
    webauthnRegistrationId: t.exposeString('webauthn_registration_id', {
      description: 'Stytch id of the key’s registration.',
    }),
    type: t.exposeString('type', { description: 'Kind of the credential, such as `public-key`.' }),
    publicKey: t.exposeString('public_key', { description: 'The public key, in base64.' }),
  }),
});

builder.objectField(User, 'webauthnCredentials', (t) =>
  t.field({
    type: [WebauthnCredential],
    nullable: true,
    access: { resource: 'stytch.user', action: 'get.webauthn-credentials', signedIn: 'self' },
    byKey: true,
    operations: ['get /v1/webauthn/credentials/{user_id}/{domain}'],
    args: { domain: t.arg.string({ required: true, description: 'Domain, without scheme and port.' }) },
    description: 'Public keys of the user’s passkeys and security keys for a domain. Empty if there are none.',
    resolve: userWebauthnCredentials,
  }),
);

const domainInput = (t: InputFieldBuilder) =>
  t.string({
    required: true,
    description:
      'Domain of your app, without scheme and port: `window.location.hostname`, or a parent domain. `localhost` is allowed.',
  });

/** Inputs of the WebAuthn options. */
const optionsInput = (t: InputFieldBuilder) => ({
  domain: domainInput(t),
  useBase64UrlEncoding: t.boolean({
    description:
      'Whether binary values in the options are in base64url, as browser methods expect. Default: false, they are in base64.',
  }),
});

const credentialInput = (t: InputFieldBuilder, method: string) =>
  t.string({
    required: true,
    secret: true,
    description: `Result of \`navigator.credentials.${method}()\`, as JSON: \`JSON.stringify(credential)\`.`,
  });

const registrationIdPayload = (t: PayloadFieldBuilder<{ webauthn_registration_id: string }>) => ({
  webauthnRegistrationId: t.exposeString('webauthn_registration_id', {
    nullable: true,
    description: 'Stytch id of the registration. Null if Stytch sent only the session.',
  }),
});

/** A key is added to the user who calls, or to the user that a server names. */
const registrationAccess = {
  resource: 'stytch.user',
  action: 'create.webauthn-registration',
  signedIn: 'self',
} as const;

mutation('startUserWebauthnRegistration', {
  access: registrationAccess,
  operations: ['post /v1/webauthn/register/start', 'get /v1/users/{user_id}'],
  description: `Starts to add a passkey or security key to a user. The browser creates the key from the options within five minutes; \`completeUserWebauthnRegistration\` registers it. ${STEP_UP}`,
  input: (t) => ({
    userId: ownUserIdInput(t),
    ...optionsInput(t),
    returnPasskeyCredentialOptions: t.boolean({
      description: 'Whether to create a passkey, which signs in without naming the user first. Default: false.',
    }),
    authenticatorType: t.field({
      type: WebauthnAuthenticatorType,
      description: 'Allowed storage location of the key. Default: any.',
    }),
    userAgent: t.string({ description: 'User agent of the browser (`navigator.userAgent`), to tell keys apart.' }),
    overrideId: t.string({
      serversOnly: 'optional',
      description: 'User id for the authenticator, instead of Stytch’s. Servers only.',
    }),
    overrideName: t.string({
      serversOnly: 'optional',
      description: 'Account name for the authenticator, instead of the email address. Servers only.',
    }),
    overrideDisplayName: t.string({
      serversOnly: 'optional',
      description: 'Display name for the authenticator, instead of the user’s name. Servers only.',
    }),
  }),
  resolve: startUserWebauthnRegistration,
  payload: (t) => ({
    publicKeyCredentialCreationOptions: t.exposeString('public_key_credential_creation_options', {
      description:
        'Options for `navigator.credentials.create()`, as JSON. If `useBase64UrlEncoding` is true, `PublicKeyCredential.parseCreationOptionsFromJSON` parses them.',
    }),
    user: t.field({ ...userEdge, description: 'The user, with an unverified registration.' }),
  }),
});

mutation('completeUserWebauthnRegistration', {
  access: registrationAccess,
  operations: ['post /v1/webauthn/register'],
  description:
    'Completes a registration that `startUserWebauthnRegistration` started. The key is added to the session as a factor.',
  input: (t) => ({
    userId: ownUserIdInput(t),
    publicKeyCredential: credentialInput(t, 'create'),
    ...serversSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: completeUserWebauthnRegistration,
  ...signInResult,
  payload: (t) => ({ ...userDevicePayload(t), ...registrationIdPayload(t) }),
});

mutation('startUserWebauthnAuthentication', {
  access: openAccess('create.webauthn-registration'),
  operations: ['post /v1/webauthn/authenticate/start'],
  description:
    'Starts a sign-in with a passkey or security key. The browser signs the challenge in the options within five minutes; `authenticateUserWebauthn` verifies it. Visitors do not name a user and sign in with a passkey. Users omit `userId`: the options list their own keys.',
  input: (t) => ({
    userId: ownUserIdIfAnyInput(t, 'User whose keys the options list. Default: no user, for passkeys.'),
    ...optionsInput(t),
    returnPasskeyCredentialOptions: t.boolean({
      description: 'Whether the options prefer user verification by the authenticator. Default: false.',
    }),
  }),
  resolve: startUserWebauthnAuthentication,
  payload: (t) => ({
    publicKeyCredentialRequestOptions: t.exposeString('public_key_credential_request_options', {
      description:
        'Options for `navigator.credentials.get()`, as JSON. If `useBase64UrlEncoding` is true, `PublicKeyCredential.parseRequestOptionsFromJSON` parses them.',
    }),
    ...receiverPayload(
      t,
      'The user whose keys are listed. Null if there is none. Servers only: nothing is verified yet.',
    ),
  }),
});

mutation('authenticateUserWebauthn', {
  access: signInAccess({ publicKeyCredential: 'publicKeyCredential' }),
  operations: ['post /v1/webauthn/authenticate'],
  description: 'Signs in with a challenge signed by a passkey or security key, valid once.',
  input: (t) => ({
    publicKeyCredential: credentialInput(t, 'get'),
    ...actingSessionInput(t),
    ...sessionWishesInput(t),
    ...telemetryIdInput(t),
  }),
  resolve: authenticateUserWebauthn,
  ...signInResult,
  payload: (t) => ({ ...userDevicePayload(t), ...registrationIdPayload(t) }),
});

mutation('updateUserWebauthnRegistration', {
  access: {
    resource: 'stytch.user',
    action: 'update.webauthn-registration',
    signedIn: 'self',
    impliedTarget: 'own',
  },
  operations: ['put /v1/webauthn/{webauthn_registration_id}', 'get /v1/users/{user_id}'],
  description: 'Updates the name of a user’s passkey or security key. Names tell several keys apart.',
  input: (t) => ({
    webauthnRegistrationId: t.id({
      required: true,
      idOf: 'WebauthnRegistration',
      description: 'Id of the registration.',
    }),
    name: t.string({ required: true, description: 'New name of the key, not empty.' }),
  }),
  resolve: updateUserWebauthnRegistration,
  payload: (t) => ({
    webauthnRegistration: t.expose('webauthn_registration', {
      type: WebauthnRegistration,
      nullable: true,
      description: 'The updated registration. Null if Stytch does not return it.',
    }),
  }),
});
