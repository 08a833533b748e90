/** Finishing a sign-in, by whatever a user has shown. */
import { checkDuration, checkExtension, mergeClaims, withFactor } from '../shared/live-session.ts';
import { checkUnlocked } from '../shared/lock.ts';
import type { AuthenticationFactor } from '../store.ts';
import { findLiveSession, renewSession, revokeSessionsOf, showSession, startSession } from './live-session.ts';
import { type Attributes, type ConsumerStore, type SessionRecord, secretsOf, type User } from './store.ts';
import { saveUser } from './user.ts';

/** What a request can say about the session. */
export type SignInRequest = {
  session_token?: string;
  session_jwt?: string;
  session_duration_minutes?: number;
  session_custom_claims?: Record<string, unknown>;
  attributes?: Attributes;
};

/** What a factor proves beside who it is. */
type Proof = {
  /** `email_id` or `phone_id` of an address or number to which a message went. */
  verifies?: string;
};

/** Refuses wishes for a session that it could not have. */
export const checkSessionOptions = ({ session_duration_minutes, session_custom_claims }: SignInRequest) => {
  if (session_duration_minutes !== undefined) checkDuration(session_duration_minutes);
  mergeClaims({}, session_custom_claims);
};

/**
 * The session that a request brings along, if it is one of this user; that of another is passed over.
 *
 * Refused if its end cannot move as the request wants.
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

/** The address or number is the user's for good. */
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

/** Whether a stranger may know the password of an account whose address is proved only now. */
const mayBeHijacked = ({ emails, password }: User, id: string | undefined): boolean =>
  password !== undefined && emails.some(({ email_id, verified }) => email_id === id && !verified);

/**
 * Signs in a user who has just shown a factor: it joins the session that the request brings along, or a new one if a duration is
 * given; otherwise there is none. Nothing has changed when this refuses, so a caller spends its token afterwards.
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

/** What every sign-in answers. Without a session its tokens are empty. */
export const signInResult = async (store: ConsumerStore, { user_id }: User, record: SessionRecord | undefined) => {
  const user = store.users.get(user_id);
  if (!user) throw new Error(`user ${user_id} is gone`);
  const session = record ? await showSession(store, record) : { session_token: '', session_jwt: '' };
  return { user_id, user, ...session };
};
