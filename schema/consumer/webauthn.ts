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
  description: 'The public half of the key behind a passkey or security key.',
  fields: (t) => ({
    id: cacheId(t, 'WebauthnCredential', ({ credential_id }) => [credential_id]),
    credentialId: t.exposeString('credential_id', { description: 'Id that the authenticator gave the key.' }),
    webauthnRegistrationId: t.exposeString('webauthn_registration_id', {
      description: 'Stytch id of the registration that made it.',
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
    args: { domain: t.arg.string({ required: true, description: 'The domain, without scheme and port.' }) },
    description: 'Keys of the user’s passkeys and security keys for a domain. Empty if there are none.',
    resolve: userWebauthnCredentials,
  }),
);

const domainInput = (t: InputFieldBuilder) =>
  t.string({
    required: true,
    description:
      'Domain of your app, without scheme and port: `window.location.hostname`, or a domain above it. `localhost` is allowed.',
  });

/** How the options are written. */
const optionsInput = (t: InputFieldBuilder) => ({
  domain: domainInput(t),
  useBase64UrlEncoding: t.boolean({
    description:
      'Whether binary values in the options are in base64url, as the methods of browsers take them. Default: false, which is base64.',
  }),
});

const credentialInput = (t: InputFieldBuilder, method: string) =>
  t.string({
    required: true,
    secret: true,
    description: `What \`navigator.credentials.${method}()\` gave, as JSON: \`JSON.stringify(credential)\`.`,
  });

const registrationIdPayload = (t: PayloadFieldBuilder<{ webauthn_registration_id: string }>) => ({
  webauthnRegistrationId: t.exposeString('webauthn_registration_id', {
    nullable: true,
    description: 'Stytch id of the registration. Null if Stytch sent the session only.',
  }),
});

/** Adding a key is about the user who calls, or whom a server names. */
const registrationAccess = {
  resource: 'stytch.user',
  action: 'create.webauthn-registration',
  signedIn: 'self',
} as const;

mutation('startUserWebauthnRegistration', {
  access: registrationAccess,
  operations: ['post /v1/webauthn/register/start', 'get /v1/users/{user_id}'],
  description: `Begins to add a passkey or security key to a user. The browser makes the key from the options within five minutes, and \`completeUserWebauthnRegistration\` takes it. ${STEP_UP}`,
  input: (t) => ({
    userId: ownUserIdInput(t),
    ...optionsInput(t),
    returnPasskeyCredentialOptions: t.boolean({
      description:
        'Whether the key is to be a passkey: one that signs in without saying first who the user is. Default: false.',
    }),
    authenticatorType: t.field({
      type: WebauthnAuthenticatorType,
      description: 'Where the key may be kept. Default: anywhere.',
    }),
    userAgent: t.string({ description: 'Browser that registers it, to tell keys apart: `navigator.userAgent`.' }),
    overrideId: t.string({
      serversOnly: 'optional',
      description: 'Id of the user for the authenticator, in place of Stytch’s. Servers only.',
    }),
    overrideName: t.string({
      serversOnly: 'optional',
      description: 'Name of the account for the authenticator, in place of the address. Servers only.',
    }),
    overrideDisplayName: t.string({
      serversOnly: 'optional',
      description: 'Name of the user for the authenticator, in place of the one that Stytch knows. Servers only.',
    }),
  }),
  resolve: startUserWebauthnRegistration,
  payload: (t) => ({
    publicKeyCredentialCreationOptions: t.exposeString('public_key_credential_creation_options', {
      description:
        'Options for `navigator.credentials.create()`, as JSON. `PublicKeyCredential.parseCreationOptionsFromJSON` reads them if `useBase64UrlEncoding` was true.',
    }),
    user: t.field({ ...userEdge, description: 'The user, with a registration that is not verified yet.' }),
  }),
});

mutation('completeUserWebauthnRegistration', {
  access: registrationAccess,
  operations: ['post /v1/webauthn/register'],
  description:
    'Completes what `startUserWebauthnRegistration` began. The key counts as a factor of the session from now on.',
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
    'Begins to sign in by a passkey or security key. The browser signs the challenge in the options within five minutes, and `authenticateUserWebauthn` takes that. Visitors say nothing of who they are, and sign in by a passkey. Users name nobody: the options list their own keys.',
  input: (t) => ({
    userId: ownUserIdIfAnyInput(t, 'User whose keys the options list. Default: nobody’s, for passkeys.'),
    ...optionsInput(t),
    returnPasskeyCredentialOptions: t.boolean({
      description: 'Whether the options prefer that the authenticator verifies the user. Default: false.',
    }),
  }),
  resolve: startUserWebauthnAuthentication,
  payload: (t) => ({
    publicKeyCredentialRequestOptions: t.exposeString('public_key_credential_request_options', {
      description:
        'Options for `navigator.credentials.get()`, as JSON. `PublicKeyCredential.parseRequestOptionsFromJSON` reads them if `useBase64UrlEncoding` was true.',
    }),
    ...receiverPayload(t, 'User whose keys are listed. Null without one. Servers only, since nothing is proved yet.'),
  }),
});

mutation('authenticateUserWebauthn', {
  access: signInAccess({ publicKeyCredential: 'publicKeyCredential' }),
  operations: ['post /v1/webauthn/authenticate'],
  description: 'Signs in by what a passkey or security key has signed. It works once.',
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
  description: 'Names a passkey or security key of a user, so that they can tell several apart.',
  input: (t) => ({
    webauthnRegistrationId: t.id({
      required: true,
      idOf: 'WebauthnRegistration',
      description: 'Id of the registration.',
    }),
    name: t.string({ required: true, description: 'What the user calls it; not empty.' }),
  }),
  resolve: updateUserWebauthnRegistration,
  payload: (t) => ({
    webauthnRegistration: t.expose('webauthn_registration', {
      type: WebauthnRegistration,
      nullable: true,
      description: 'The registration as it now stands. Null if Stytch does not send it.',
    }),
  }),
});
