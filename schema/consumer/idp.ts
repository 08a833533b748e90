import { authorizeConnectedApp, prepareConnectedAppAuthorization } from '../../resolvers/consumer/idp.ts';
import type { AccessRule } from '../../src/auth/access.ts';
import { type InputFieldBuilder, mutation } from '../mutation.ts';
import {
  authorizationAnswerInput,
  authorizationPayload,
  authorizationRequestInput,
  consentScreenPayload,
} from '../shared/consent.ts';
import { actingSessionInput } from '../shared/session.ts';
import { actedForUserIdInput } from './ids.ts';
import { User } from './user.ts';

/** Users authorize apps for themselves, in their session. Servers name the user. */
const access = {
  resource: 'stytch.user',
  action: 'authorize.connected-app',
  signedIn: 'self',
  impliedTarget: 'own',
} as const satisfies AccessRule;

/** The user in whose name the app acts. */
const askedUser = (t: InputFieldBuilder) => ({
  userId: actedForUserIdInput(t, 'User in whose name the app acts, without a session.'),
  ...actingSessionInput(
    t,
    'Session of the user in whose name the app acts, for callers without a bearer token. Users omit it: they act in their own. A session is required if the app must be able to exchange its access token for a session.',
  ),
});

mutation('prepareConnectedAppAuthorization', {
  access,
  operations: ['post /v1/idp/oauth/authorize/start'],
  readOnly: true,
  description:
    'Checks the authorization request of a connected app and whether the user must consent. Grants nothing: `authorizeConnectedApp` does. It is a mutation so that no cache stores the token.',
  input: (t) => ({ ...authorizationRequestInput(t), ...askedUser(t) }),
  resolve: prepareConnectedAppAuthorization,
  payload: (t) => ({
    ...consentScreenPayload(t),
    user: t.expose('user', {
      type: User,
      nullable: true,
      expected: true,
      description: 'The user who is asked for consent.',
    }),
  }),
});

mutation('authorizeConnectedApp', {
  access,
  operations: ['post /v1/idp/oauth/authorize'],
  description:
    'Responds to the authorization request of a connected app in the name of a user: grants or denies it. In both cases send the browser to `redirectUri`. An impersonator cannot consent for a user.',
  input: (t) => ({ ...authorizationAnswerInput(t), ...askedUser(t) }),
  resolve: authorizeConnectedApp,
  payload: authorizationPayload,
});
