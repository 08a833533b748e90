import { pickOrDefault, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The WebAuthn credentials of a user for a domain; empty if the user does not exist. */
export const userWebauthnCredentialsLoader = defineLoader(({ stytch, faults }) =>
  unbatchedLoader((key: { userId: string; domain: string }) =>
    pickOrDefault(
      stytch.call('get', '/v1/webauthn/credentials/{user_id}/{domain}', key),
      (answer) => faults.list(answer.credentials, { type: 'User', field: 'webauthnCredentials' }, answer),
      [],
    ),
  ),
);
