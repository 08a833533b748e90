/** Completes a sign-in after a factor was proven. */
import { checkDuration, checkExtension, mergeClaims, withFactor } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import type { AuthenticationFactor } from '../store.ts';
import { findLiveSession, renewSession, revokeSessionsOf, showSession, startSession } from './live-session.ts';
import { type Attributes, type ConsumerStore, type SessionRecord, secretsOf, type User } from './store.ts';
import { saveUser } from './user.ts';

/** Session options of a request. */
export type SignInRequest = {
  session_token?: string;
  session_jwt?: string;
  session_duration_minutes?: number;
  session_custom_claims?: Record<string, unknown>;
  attributes?: Attributes;
};

/** What a factor proves besides the identity. */
type Proof = {
  /** `email_id` or `phone_id` of the address or number that the message was sent to. */
  verifies?: string;
};

/** Rejects invalid session options. */
export const checkSessionOptions = ({ session_duration_minutes, session_custom_claims }: SignInRequest) => {
  if (session_duration_minutes !== undefined) checkDuration(session_duration_minutes);
  mergeClaims({}, session_custom_claims);
};

/**
 * Session of a request if it belongs to this user; another user's session is ignored.
 *
 * Rejects a new expiry that the session does not permit.
 */
export const joinedSession = async (
  store: ConsumerStore,
  { user_id }: Pick<User, 'user_id'>,
  { session_token, session_jwt, session_duration_minutes }: SignInRequest,
): Promise<SessionRecord | undefined> => {
  if (!session_token && !session_jwt) return undefined;
  const { record, user } = await findLiveSession(store, { session_token, session_jwt });
  if (user.user_id !== user_id) return undefined;
  checkExtension(record.session, session_duration_minutes);
  return record;
};

/** Marks an address or number of a user as verified, so that it does not expire. */
export const verify = (store: ConsumerStore, user: User, id: string): User => {
  const { deadlines, ...secrets } = secretsOf(store, user.user_id);
  const { [id]: _, ...left } = deadlines;
  store.userSecrets.set(user.user_id, { ...secrets, deadlines: left });
  return {
    ...user,
    emails: user.emails.map((email) => (email.email_id === id ? { ...email, verified: true } : email)),
    phone_numbers: user.phone_numbers.map((phone) => (phone.phone_id === id ? { ...phone, verified: true } : phone)),
  };
};

/** Whether another person may have set the password: the address is only verified by this sign-in. */
const mayBeHijacked = ({ emails, password }: User, id: string | undefined): boolean =>
  password !== undefined && emails.some(({ email_id, verified }) => email_id === id && !verified);

/**
 * Signs in a user who has just proven a factor. The factor is added to the session of the request, or to a new session
 * if a duration is given; otherwise no session starts. A refusal changes nothing, so callers consume their token
 * afterwards.
 */
export const signInWith = async (
  store: ConsumerStore,
  user: User,
  factor: AuthenticationFactor,
  sent: SignInRequest,
  { verifies }: Proof = {},
) => {
  checkUnlocked(user);
  checkSessionOptions(sent);
  const joined = await joinedSession(store, user, sent);
  const reset_sessions = mayBeHijacked(user, verifies);
  const proven = verifies === undefined ? user : verify(store, user, verifies);
  const password = reset_sessions && proven.password ? { password: { ...proven.password, requires_reset: true } } : {};
  const saved = saveUser(store, { ...proven, ...password, status: 'active' });
  store.failures.delete(user.user_id);
  if (reset_sessions) revokeSessionsOf(store, user.user_id, joined?.session.session_id);
  const answer = await signInResult(store, saved, sessionFor(store, saved, factor, sent, joined));
  return { answer, reset_sessions };
};

const sessionFor = (
  store: ConsumerStore,
  user: User,
  factor: AuthenticationFactor,
  { session_duration_minutes: minutes, session_custom_claims: claims, attributes }: SignInRequest,
  joined: SessionRecord | undefined,
): SessionRecord | undefined => {
  if (joined) return renewSession(store, joined, { factor, minutes, claims });
  if (minutes === undefined) return undefined;
  return startSession(store, user, { factors: withFactor(store, [], factor), minutes, claims, attributes });
};

/** Response of every sign-in. Without a session its tokens are empty. */
export const signInResult = async (store: ConsumerStore, { user_id }: User, record: SessionRecord | undefined) => {
  const user = store.users.get(user_id);
  if (!user) throw new Error(`user ${user_id} is gone`);
  const session = record ? await showSession(store, record) : { session_token: '', session_jwt: '' };
  return { user_id, user, ...session };
};
