/**
 * Step-up authentication: a user with factors of two categories adds and removes factors only in a session with two
 * categories, one of them verified within the last hour. Stytch's browser SDKs require this; its REST API, which trusts
 * the project secret, does not.
 */
import { userLoader } from '../../loaders/consumer/user.ts';
import type { Context } from '../../src/graphql/context.ts';
import { normalName } from '../../src/stytch/contract/normal-name.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { forbidden, StytchError } from '../../src/stytch/error.ts';
import type { UserSessionFactor } from '../../src/vertical/consumer/identity.ts';
import { around, type MutationResolver } from '../shared/enumeration-prevention.ts';

type User = Schemas['api_user_v1_User'];

/**
 * Categories of factors: an account elsewhere (mail, OAuth), a phone, and enrolled factors. A password has no category.
 */
type Category = 'account' | 'phone' | 'enrolled';

/** Max age of a proof in milliseconds. */
const FRESH_MS = 60 * 60_000;

const isText = (method: string): boolean => method === 'sms' || method === 'whatsapp';

function categoryOf({ type, delivery_method }: UserSessionFactor): Category | undefined {
  if (type === 'magic_link' || type === 'email_otp' || type === 'oauth') return 'account';
  if (type === 'otp') return isText(delivery_method) ? 'phone' : 'account';
  if (type === 'webauthn' || type === 'totp' || type === 'recovery_codes') return 'enrolled';
  return undefined;
}

const hasVerified = (factors: readonly { readonly verified: boolean }[] | undefined): boolean =>
  factors?.some(({ verified }) => verified) ?? false;

/** The categories of the verified factors of a user. */
export function categoriesOf(user: User): Set<Category> {
  const { emails, providers, phone_numbers, webauthn_registrations, totps } = user;
  const categories = new Set<Category>();
  if (hasVerified(emails) || (providers ?? []).length > 0) categories.add('account');
  if (hasVerified(phone_numbers)) categories.add('phone');
  if (hasVerified(webauthn_registrations) || hasVerified(totps)) categories.add('enrolled');
  return categories;
}

const refused = (errorType: string, message: string) =>
  new StytchError({ code: 'PRECONDITION_FAILED', errorType, message });

/**
 * Rejects impersonation sessions.
 *
 * @throws StytchError FORBIDDEN if the session is an impersonation
 */
function checkNoImpersonation(factors: readonly UserSessionFactor[]): void {
  if (factors.some(({ type }) => type === 'impersonated')) throw forbidden();
}

/**
 * Checks the factors of a session.
 *
 * @throws StytchError FORBIDDEN if the session is an impersonation, PRECONDITION_FAILED if a factor is missing or too
 *   old
 */
export function checkStepUp(factors: readonly UserSessionFactor[], user: User, now: number): void {
  checkNoImpersonation(factors);
  if (categoriesOf(user).size < 2) return;
  const shown = new Set(factors.map(categoryOf).filter((category) => category !== undefined));
  if (shown.size < 2) {
    throw refused(
      'insufficient_factors',
      'A session with two factors is required. Authenticate with a second factor first.',
    );
  }
  const isFresh = ({ last_authenticated_at: at }: UserSessionFactor) =>
    at !== undefined && now - Date.parse(at) <= FRESH_MS;
  if (!factors.some(isFresh)) {
    throw refused(
      'stale_factors',
      'A factor that was authenticated within the last hour is required. Sign in again first.',
    );
  }
}

/** The acting user with the data that Stytch currently has; undefined for a server. */
export async function actingUser({ confirmedCaller, loaders }: Context) {
  const caller = await confirmedCaller();
  if (caller.kind !== 'user') return undefined;
  const user = await loaders.get(userLoader).load(caller.userId);
  if (!user) throw forbidden();
  return { user, factors: caller.factors };
}

/**
 * Requires step-up if the input adds a factor to the acting user: an address, a number, a wallet. Existing factors need
 * no step-up.
 *
 * @param isTheirs whether the user already has the factor in the input
 */
export const stepUpForNew = <Taken, Answer>(
  resolve: MutationResolver<Taken, Answer>,
  isTheirs: (user: User, input: Taken) => boolean,
) =>
  around<Taken, Answer>(resolve, async (root, args, context) => {
    const acting = await actingUser(context);
    if (acting && !isTheirs(acting.user, args.input)) checkStepUp(acting.factors, acting.user, context.now());
    return resolve(root, args, context);
  });

/** Rejects a user whose session has ended, for mutations whose access rule does not check that. */
export const confirmed = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  around<Taken, Answer>(resolve, async (root, args, context) => {
    await context.confirmedCaller();
    return resolve(root, args, context);
  });

/** Rejects impersonation sessions, without step-up. */
export const unlessImpersonated = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) =>
  around<Taken, Answer>(resolve, async (root, args, context) => {
    const caller = await context.confirmedCaller();
    if (caller.kind === 'user') checkNoImpersonation(caller.factors);
    return resolve(root, args, context);
  });

/** Requires step-up for every input. */
export const stepUp = <Taken, Answer>(resolve: MutationResolver<Taken, Answer>) => stepUpForNew(resolve, () => false);

/** Whether a user has the email address in the input. */
export const hasEmail = ({ emails }: User, { emailAddress }: { emailAddress: string }): boolean =>
  emails.some(({ email }) => normalName(email) === normalName(emailAddress));

/** Whether a user has the phone number in the input. */
export const hasPhone = ({ phone_numbers }: User, { phoneNumber }: { phoneNumber: string }): boolean =>
  phone_numbers.some(({ phone_number }) => phone_number === phoneNumber);
