/** Common parts of user sign-ins: the session that a proof joins, the outcome, and enumeration prevention. */
import { mayByScope } from '../../src/auth/access.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import type { StytchError } from '../../src/stytch/error.ts';
import {
  answeringRefusals,
  around,
  dependOnAddress,
  type MutationResolver,
  noteUnsent,
  wrongCredentials,
} from '../shared/enumeration-prevention.ts';
import { hasSession, isKeptInCookies, type SessionTokens } from '../shared/sign-in-outcome.ts';
import { userOf } from './user.ts';

type User = Schemas['api_user_v1_User'];
type Session = Schemas['api_session_v1_Session'];

/** Common wire properties of all responses to operations that sign a user in. */
export interface SignInShape extends SessionTokens {
  request_id: string;
  /** Undefined if the response has `user` and a session instead. */
  user_id?: string;
  user?: User;
  session?: Session;
  /** The session in OAuth responses. */
  user_session?: Session;
  user_device?: Schemas['api_device_history_v1_DeviceInfo'];
}

/** The outcome of a sign-in: the response and the GraphQL type. */
export interface UserSignInOutcomeShape extends SignInShape {
  /** Empty if no session was requested. */
  session_token: string;
  user_id: string;
  kind: 'UserSignedIn' | 'UserSignedInByCookie' | 'UserAuthenticated';
}

/**
 * The outcome of a sign-in. Only the session token determines whether there is a session.
 *
 * @throws UnreadableError if the response contains neither a session nor a user
 */
export function signInOutcome(response: SignInShape, context: Context): UserSignInOutcomeShape {
  const user_id = response.user_id ?? response.user?.user_id ?? '';
  const facts = { ...response, user_id, session_token: response.session_token ?? '' };
  if (hasSession(facts)) return { ...facts, kind: isKeptInCookies(context) ? 'UserSignedInByCookie' : 'UserSignedIn' };
  if (typeof user_id !== 'string' || user_id === '') {
    throw context.faults.unreadable({ type: 'SignIn', field: 'outcome' }, response);
  }
  return { ...facts, kind: 'UserAuthenticated' };
}

/** The session of a sign-in, under either name. */
export const sessionOf = ({ session, user_session }: SignInShape): Session | null => session ?? user_session ?? null;

/** An input with the session to act in. */
interface SessionInput {
  readonly sessionToken?: string | null | undefined;
  readonly sessionJwt?: string | null | undefined;
}

/** The session of the acting user, as body properties; undefined for a server, whose input may contain a session. */
function actingSession({ caller }: Context): SessionInput | undefined {
  if (caller.kind !== 'user') return undefined;
  const { session } = caller;
  return 'token' in session ? { sessionToken: session.token } : { sessionJwt: session.jwt };
}

/** Adds the session of the acting user to the input, so that a proven or added factor joins that session. */
export const inActingSession = <Taken extends SessionInput, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  around<Taken, Answer>(resolve, (root, { input }, context) =>
    resolve(root, { input: { ...input, ...actingSession(context) } }, context),
  );

const mayLearn = ({ caller }: Context) => mayByScope(caller, 'stytch.user', 'search');

/**
 * Error types for a code, link, password or address that does not exist; strangers only learn that the credential is
 * wrong.
 */
const WRONG: ReadonlySet<string | undefined> = new Set([
  // For a passcode if the address or number is unknown.
  'invalid_method_id',
  'magic_link_not_found',
  'otp_code_not_found',
  'email_not_found',
  // For an address whose user has no password.
  'no_user_password',
  'unauthorized_credentials',
]);

/** Error codes of those error types. */
const GUESSED: ReadonlySet<string> = new Set(['INVALID_CREDENTIALS', 'INVALID_INPUT', 'PRECONDITION_FAILED']);

/**
 * Wraps a sign-in by a credential that can be guessed: an invalid credential and a missing account give the same error.
 */
export const discreetSignIn = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  answeringRefusals(resolve, (refusal, _, context): Answer => {
    const { code, errorType } = refusal.facts;
    const isWrong = code === 'NOT_FOUND' || (GUESSED.has(code) && WRONG.has(errorType));
    throw isWrong && !mayLearn(context) ? wrongCredentials(refusal) : refusal;
  });

/** Error types that concern the acting user and reveal nothing about others. */
const ABOUT_SELF: ReadonlySet<string | undefined> = new Set(['too_many_unverified_factors']);

const isAboutReceiver = ({ facts: { code, errorType } }: StytchError): boolean =>
  (code === 'NOT_FOUND' || dependOnAddress.has(code)) && !ABOUT_SELF.has(errorType);

/**
 * The response to a message to an address or number, which may be unknown. `user_id` is omitted from responses that
 * must not reveal an account.
 */
export interface MessageResult {
  request_id: string;
  user_id?: string;
  user_created?: boolean;
}

/** Wraps a mutation that sends a message: strangers get the same result whether the address or number exists or not. */
const discreetly = <Taken, Answer extends MessageResult>(
  resolve: MutationResolver<Taken, Answer>,
  pretend: (requestId: string, input: Taken, context: Context) => Answer,
) =>
  answeringRefusals(resolve, (refusal, input, context): Answer => {
    if (mayLearn(context) || !isAboutReceiver(refusal)) throw refusal;
    noteUnsent(refusal, context);
    return pretend(refusal.facts.requestId ?? '', input, context);
  });

export interface MailResult extends MessageResult {
  email_id: string;
}

export interface TextResult extends MessageResult {
  phone_id: string;
}

/**
 * Wraps a mutation that sends an email. Callers who may not search for users get the same result whether the address
 * exists or not.
 */
export const discreetMail = <Taken extends { emailAddress: string }>(resolve: MutationResolver<Taken, MailResult>) =>
  discreetly(resolve, (request_id, { emailAddress }, { madeUpId }) => ({
    request_id,
    email_id: madeUpId('email', emailAddress),
  }));

/** The same for text messages. */
export const discreetText = <Taken extends { phoneNumber: string }>(resolve: MutationResolver<Taken, TextResult>) =>
  discreetly(resolve, (request_id, { phoneNumber }, { madeUpId }) => ({
    request_id,
    phone_id: madeUpId('phone-number', phoneNumber),
  }));

/** The recipient of a message; null if the response must not reveal it. */
export const receiver = ({ user_id }: MessageResult, args: unknown, context: Context) =>
  user_id ? userOf({ user_id }, args, context) : null;
