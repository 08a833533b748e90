import { userWebauthnCredentialsLoader } from '../../loaders/consumer/webauthn.ts';
import type { Context } from '../../src/graphql/context.ts';
import { forward } from '../forward.ts';
import { discreetSignIn, inActingSession } from './sign-in.ts';
import { confirmed, stepUp, unlessImpersonated } from './step-up.ts';
import type { UserShape } from './user.ts';
import { ofOwn } from './user-factor.ts';

export const startUserWebauthnRegistration = stepUp(forward('post', '/v1/webauthn/register/start'));

// No step-up: the start of the registration required it and returned the challenge that this call needs.
export const completeUserWebauthnRegistration = unlessImpersonated(
  inActingSession(forward('post', '/v1/webauthn/register')),
);

export const startUserWebauthnAuthentication = confirmed(forward('post', '/v1/webauthn/authenticate/start'));
export const authenticateUserWebauthn = discreetSignIn(inActingSession(forward('post', '/v1/webauthn/authenticate')));

export const updateUserWebauthnRegistration = ofOwn(
  forward('put', '/v1/webauthn/{webauthn_registration_id}'),
  ({ webauthnRegistrationId }) => webauthnRegistrationId,
  ({ webauthn_registrations }) =>
    webauthn_registrations.map(({ webauthn_registration_id }) => webauthn_registration_id),
);

export const userWebauthnCredentials = (
  { user_id }: Pick<UserShape, 'user_id'>,
  { domain }: { domain: string },
  { loaders }: Context,
) => loaders.get(userWebauthnCredentialsLoader).load({ userId: user_id, domain });
