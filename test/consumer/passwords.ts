/** Sign-in by a password for tests, and its result. */
import { startSession } from '../../src/sandbox/consumer/live-session.ts';
import type { AuthenticationFactor } from '../../src/sandbox/store.ts';
import { type ActAs, type ConsumerGateway, seededUser } from './gateway.ts';
import { type MutationResult, sendMutation } from './mutation.ts';

export const NEW = 'first@new.example';
export const HUGO = { emailAddress: 'hugo@martins.example', password: 'eleven paper lanterns' };
export const BEN = 'ben@okafor.example';
export const WEAK = 'dragon';

export const SIGN_IN = `user { userId status emailAddresses { emailId emailAddress verified } password { requiresReset } }
  userDevice { visitorId } outcome { __typename
  ... on UserSignedIn { sessionToken session { sessionId expiresAt authenticationFactors { type deliveryMethod } } }
  ... on UserAuthenticated { userId } }`;

export const SIGNED_IN = { outcome: { __typename: 'UserSignedIn' } };
export const WRONG = { code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' };

export type Passwords = ReturnType<typeof passwordsOf>;

/** Mutations about passwords at a gateway, and the state of its sandbox. */
export const passwordsOf = (g: ConsumerGateway) => {
  const answerOf = async (name: string, input: object, as: ActAs = null, select = SIGN_IN): Promise<MutationResult> => {
    const { data, errors } = await sendMutation(g, name, input, { as, select });
    return data?.[name] ?? { code: String(errors[0]?.extensions.code) };
  };
  const signIn = (input: object, as: ActAs = null) => answerOf('authenticateUserPassword', input, as);
  const lastBodyOf = (operation: string) => g.calls.findLast(({ id }) => id === operation)?.body;
  const isLive = (token: string) => g.sandbox.store.sessions.values().some((record) => record.token === token);
  const sessionOf = (first: string, ...factors: AuthenticationFactor[]) =>
    startSession(g.sandbox.store, seededUser(g, first), { factors, minutes: 60 });
  /** The factor, authenticated at the sandbox's current time. */
  const now = (factor: AuthenticationFactor): AuthenticationFactor => ({
    ...factor,
    last_authenticated_at: g.sandbox.store.now().toISOString(),
  });

  return { answerOf, signIn, lastBodyOf, isLive, sessionOf, now };
};
