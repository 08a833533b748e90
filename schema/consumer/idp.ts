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

/** Users authorize for themselves, in their session; servers for whom they name. */
const access = {
  resource: 'stytch.user',
  action: 'authorize.connected-app',
  signedIn: 'self',
  impliedTarget: 'own',
} as const satisfies AccessRule;

/** In whose name the app shall act. */
const askedUser = (t: InputFieldBuilder) => ({
  userId: actedForUserIdInput(t, 'User in whose name the app shall act, without a session.'),
  ...actingSessionInput(
    t,
    'Session of the user in whose name the app shall act, for callers without a bearer. Users leave it out: they act in their own. A session is needed if the app shall be able to exchange its access token for one.',
  ),
});

mutation('prepareConnectedAppAuthorization', {
  access,
  operations: ['post /v1/idp/oauth/authorize/start'],
  readOnly: true,
  description:
    'Checks what a connected app asks for, and whether the user has to consent. Grants nothing: that is `authorizeConnectedApp`. It is a mutation so that no cache keeps the token.',
  input: (t) => ({ ...authorizationRequestInput(t), ...askedUser(t) }),
  resolve: prepareConnectedAppAuthorization,
  payload: (t) => ({
    ...consentScreenPayload(t),
    user: t.expose('user', { type: User, nullable: true, expected: true, description: 'Who is asked.' }),
  }),
});

mutation('authorizeConnectedApp', {
  access,
  operations: ['post /v1/idp/oauth/authorize'],
  description:
    'Answers the request of a connected app in the name of a user: grants what it asks for, or refuses. Send the browser to `redirectUri` in both cases. Whoever impersonates a user cannot answer for them.',
  input: (t) => ({ ...authorizationAnswerInput(t), ...askedUser(t) }),
  resolve: authorizeConnectedApp,
  payload: authorizationPayload,
});
