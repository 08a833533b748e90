/** What all ways to sign a user in share: the session that a proof joins, what a sign-in came to, and what strangers learn. */
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
} from '../shared/discreet.ts';
import { hasSession, isKeptInCookies, type SessionTokens } from '../shared/sign-in-outcome.ts';
import { userOf } from './user.ts';

type User = Schemas['api_user_v1_User'];
type Session = Schemas['api_session_v1_Session'];

/** What every operation that signs a user in answers, in the words of the contract. */
export interface SignInShape extends SessionTokens {
  request_id: string;
  /** Missing where the response has the user beside a session. */
  user_id?: string;
  user?: User;
  session?: Session;
  /** The session, in the words of OAuth. */
  user_session?: Session;
  user_device?: Schemas['api_device_history_v1_DeviceInfo'];
}

/** What a sign-in came to: its response, and the type in the graph. */
export interface UserSignInOutcomeShape extends SignInShape {
  /** Empty if no session was wanted. */
  session_token: string;
  user_id: string;
  kind: 'UserSignedIn' | 'UserSignedInByCookie' | 'UserAuthenticated';
}

/**
 * What a sign-in came to. The token of a session alone decides.
 *
 * @throws UnreadableError if the response says neither that there is a session nor who it is
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

/** The session of a sign-in, by whichever name it has. */
export const sessionOf = ({ session, user_session }: SignInShape): Session | null => session ?? user_session ?? null;

/** An input that takes a session to act in. */
interface SessionInput {
  readonly sessionToken?: string | null | undefined;
  readonly sessionJwt?: string | null | undefined;
}

/** The session of whoever acts, as the body of a request takes it; undefined for a server, whose input holds one or none. */
function actingSession({ caller }: Context): SessionInput | undefined {
  if (caller.kind !== 'user') return undefined;
  const { session } = caller;
  return 'token' in session ? { sessionToken: session.token } : { sessionJwt: session.jwt };
}

/** Sends the session along in which a user acts, so that what they prove, or add, joins it. */
export const inActingSession = <Taken extends SessionInput, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  around<Taken, Answer>(resolve, (root, { input }, context) =>
    resolve(root, { input: { ...input, ...actingSession(context) } }, context),
  );

const mayLearn = ({ caller }: Context) => mayByScope(caller, 'stytch.user', 'search');

/** Words for a code, a link, a password or an address that is not there, of which a stranger learns only that it is wrong. */
const WRONG: ReadonlySet<string | undefined> = new Set([
  // Of a passcode for an address or number that nobody has.
  'invalid_method_id',
  'magic_link_not_found',
  'otp_code_not_found',
  'email_not_found',
  // Of an address whose user signs in otherwise.
  'no_user_password',
  'unauthorized_credentials',
]);

/** The codes of those words. */
const GUESSED: ReadonlySet<string> = new Set(['INVALID_CREDENTIALS', 'INVALID_INPUT', 'PRECONDITION_FAILED']);

/** A sign-in by something that can be guessed: that it is wrong and that there is nothing to guess are one refusal. */
export const discreetSignIn = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  answeringRefusals(resolve, (refusal, _, context): Answer => {
    const { code, errorType } = refusal.facts;
    const isWrong = code === 'NOT_FOUND' || (GUESSED.has(code) && WRONG.has(errorType));
    throw isWrong && !mayLearn(context) ? wrongCredentials(refusal) : refusal;
  });

/** Refusals that are about the user who acts, and tell nothing of others. */
const ABOUT_SELF: ReadonlySet<string | undefined> = new Set(['too_many_unverified_factors']);

const isAboutReceiver = ({ facts: { code, errorType } }: StytchError): boolean =>
  (code === 'NOT_FOUND' || dependOnAddress.has(code)) && !ABOUT_SELF.has(errorType);

/** A message to an address or a number, which may be nobody's. Who it is comes only where it is known. */
export interface MessageResult {
  request_id: string;
  user_id?: string;
  user_created?: boolean;
}

/** A message as sent: a stranger gets the same answer whether anybody has the address or the number. */
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

/** Has something mailed. Who may not search for users sees the same whether anybody has the address or not. */
export const discreetMail = <Taken extends { emailAddress: string }>(resolve: MutationResolver<Taken, MailResult>) =>
  discreetly(resolve, (request_id, { emailAddress }, { madeUpId }) => ({
    request_id,
    email_id: madeUpId('email', emailAddress),
  }));

/** The same for a text message. */
export const discreetText = <Taken extends { phoneNumber: string }>(resolve: MutationResolver<Taken, TextResult>) =>
  discreetly(resolve, (request_id, { phoneNumber }, { madeUpId }) => ({
    request_id,
    phone_id: madeUpId('phone-number', phoneNumber),
  }));

/** Whom a message went to; null if nobody is told. */
export const receiver = ({ user_id }: MessageResult, args: unknown, context: Context) =>
  user_id ? userOf({ user_id }, args, context) : null;
