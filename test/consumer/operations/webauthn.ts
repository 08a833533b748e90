import { softAuthenticator } from '../../soft-authenticator.ts';
import { type ConsumerGateway, seededUser } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { callSandbox } from './magic-link.ts';
import { mutationOf } from './mutation.ts';

const DOMAIN = 'localhost';
const SIGN_IN = 'webauthnRegistrationId user { userId } outcome { __typename ... on UserSignedIn { sessionToken } }';

const optionsIn = (answer: unknown, name: string): string => {
  const options = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined;
  if (typeof options !== 'string') throw new Error(`no options: ${JSON.stringify(answer)}`);
  return options;
};

/** Starts a registration of a user without the gateway, and returns the options. */
export const creationOptions = async (g: ConsumerGateway, user_id: string): Promise<string> =>
  optionsIn(
    await callSandbox(g, '/v1/webauthn/register/start', { user_id, domain: DOMAIN }),
    'public_key_credential_creation_options',
  );

/** Starts a sign-in without the gateway, and returns the options. */
export const requestOptions = async (g: ConsumerGateway, user_id?: string): Promise<string> =>
  optionsIn(
    await callSandbox(g, '/v1/webauthn/authenticate/start', { user_id, domain: DOMAIN }),
    'public_key_credential_request_options',
  );

/** An authenticator that a user has registered without the gateway. */
export const registeredAuthenticator = async (g: ConsumerGateway, user_id: string) => {
  const authenticator = softAuthenticator();
  const public_key_credential = authenticator.create(await creationOptions(g, user_id));
  await callSandbox(g, '/v1/webauthn/register', { user_id, public_key_credential });
  return authenticator;
};

const idOf = (g: ConsumerGateway, first: string) => seededUser(g, first).user_id;

export const operations: readonly OperationExample[] = [
  {
    id: 'api_webauthn_v1_RegisterStart',
    document: mutationOf(
      'startUserWebauthnRegistration',
      'publicKeyCredentialCreationOptions user { webauthnRegistrations { verified authenticatorType } }',
    ),
    variables: () => ({ input: { domain: DOMAIN, authenticatorType: 'PLATFORM', useBase64UrlEncoding: true } }),
    as: 'ada',
  },
  {
    id: 'api_webauthn_v1_Register',
    document: mutationOf('completeUserWebauthnRegistration', SIGN_IN),
    variables: async (g) => ({
      input: { publicKeyCredential: softAuthenticator().create(await creationOptions(g, idOf(g, 'Ada'))) },
    }),
    as: 'ada',
  },
  {
    id: 'api_webauthn_v1_AuthenticateStart',
    document: mutationOf('startUserWebauthnAuthentication', 'publicKeyCredentialRequestOptions user { userId }'),
    variables: (g) => ({ input: { domain: DOMAIN, userId: idOf(g, 'Ada') } }),
  },
  {
    id: 'api_webauthn_v1_Authenticate',
    document: mutationOf('authenticateUserWebauthn', SIGN_IN),
    variables: async (g) => {
      const authenticator = await registeredAuthenticator(g, idOf(g, 'Ben'));
      return { input: { publicKeyCredential: authenticator.get(await requestOptions(g)) } };
    },
    as: null,
  },
  {
    id: 'api_webauthn_v1_Update',
    document: mutationOf('updateUserWebauthnRegistration', 'webauthnRegistration { id name }'),
    variables: (g) => ({
      input: {
        webauthnRegistrationId: seededUser(g, 'Ada').webauthn_registrations[0]?.webauthn_registration_id,
        name: 'Work laptop',
      },
    }),
    as: 'ada',
  },
  {
    id: 'api_webauthn_v1_ListCredentials',
    document: `{ viewer { user { webauthnCredentials(domain: "${DOMAIN}") {
      id credentialId webauthnRegistrationId type publicKey } } } }`,
    as: 'ada',
  },
];
