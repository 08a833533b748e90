/**
 * `stytch-graphql/session`: a session whose tokens a page stores. Apollo Client, urql and other clients accept its
 * `fetch`, which sends the JWT and renews it.
 */

/** The tokens of a session, as returned in `SignedIn` and `UserSignedIn`. */
export interface SessionTokens {
  readonly sessionToken: string;
  readonly sessionJwt: string;
}

/** Options of a session. */
export interface SessionOptions {
  /** URL of GraphQL, to which renewals are sent. */
  readonly url: string;
  /** Owner of the session: a member (B2B projects) or a user (consumer projects). Default: `member`. */
  readonly of?: 'member' | 'user';
  /** Stored tokens of an earlier page. */
  readonly tokens?: SessionTokens | null;
  /** Called with new tokens, and with null after the session has ended. */
  readonly onChange?: (tokens: SessionTokens | null) => void;
  /** Max milliseconds to wait if the gateway returns `retryAfter`. Default: 5000. */
  readonly maxWaitMs?: number;
  readonly fetch?: typeof fetch;
}

/** A session. Its functions need no `this`. */
export interface Session {
  /** The current tokens; null if no person is signed in. */
  readonly tokens: () => SessionTokens | null;
  /** Stores the tokens of a finished sign-in; null removes them. */
  readonly set: (tokens: SessionTokens | null) => void;
  /**
   * `fetch` with the session. Renews the JWT before it expires, and again if the gateway rejects it with status 401;
   * then the same request is retried, because no part of it was executed. RATE_LIMITED and OVERLOADED for a whole
   * request are retried too. After an UNAUTHENTICATED result inside a response it renews the JWT to find out whether
   * the session has ended, without a retry.
   *
   * Rejects, like `fetch` without a network, if the JWT has expired and cannot be renewed.
   */
  readonly fetch: typeof fetch;
}

/** The response to a renewal. */
interface Renewed {
  readonly data?: {
    readonly renewed?: { readonly outcome?: { readonly sessionJwt?: string }; readonly code?: string } | null;
  };
}

/** Milliseconds before expiry at which a JWT is renewed: longer than a request takes. */
const EARLY_MS = 30_000;
/** Max attempts per request. */
const MAX_SENT = 3;

/** Creates a session. */
export function createSession({
  url,
  of = 'member',
  tokens: kept = null,
  onChange = () => {},
  maxWaitMs = 5_000,
  fetch: send = (...args) => fetch(...args),
}: SessionOptions): Session {
  const name = of === 'member' ? 'Member' : 'User';
  const signedIn = of === 'member' ? 'SignedIn' : 'UserSignedIn';
  const query = `mutation Renew($token: String!) { renewed: authenticate${name}Session(input: { session: { sessionToken: $token } }) {
    ... on Authenticate${name}SessionPayload { outcome { ... on ${signedIn} { sessionJwt } } } ... on Error { code } } }`;
  let tokens = kept;
  let renewAt = renewalOf(kept);
  let renewing: Promise<boolean> | undefined;

  const set = (next: SessionTokens | null): void => {
    tokens = next;
    renewAt = renewalOf(next);
    onChange(next);
  };

  /** Renews the JWT. Removes the tokens of an ended session. Returns false if the renewal failed for another reason. */
  const renew = async ({ sessionToken: token }: SessionTokens): Promise<boolean> => {
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { token } }),
      });
      const { data }: Renewed = await response.json();
      const { outcome, code = '' } = data?.renewed ?? {};
      // The tokens may have been replaced meanwhile.
      if (tokens?.sessionToken !== token) return true;
      if (outcome?.sessionJwt) set({ sessionToken: token, sessionJwt: outcome.sessionJwt });
      else if (ENDED.includes(code)) set(null);
      else return false;
      return true;
    } catch {
      return false;
    }
  };
  /** Concurrent requests share one renewal. */
  const renewOnce = (shown: SessionTokens): Promise<boolean> => {
    renewing ??= renew(shown).finally(() => {
      renewing = undefined;
    });
    return renewing;
  };

  return {
    tokens: () => tokens,
    set,
    async fetch(input, init) {
      const request = new Request(input, init);
      for (let sent = 1; ; sent += 1) {
        if (tokens && Date.now() > renewAt) await renewOnce(tokens);
        const shown = tokens;
        const attempt = request.clone();
        if (shown) attempt.headers.set('authorization', `Bearer ${shown.sessionJwt}`);
        const response = await send(attempt);
        // Another mutation of the request may have run, so the request is not retried.
        if (shown && tokens === shown && response.ok && (await isRefusedWithin(response))) await renewOnce(shown);
        if (sent === MAX_SENT) return response;
        if (response.status === 401) {
          if (!shown) return response;
          // A concurrent request may have renewed it meanwhile.
          if (tokens === shown && !(await renewOnce(shown)))
            throw new Error('The session cannot be renewed at the moment.');
          if (!tokens) return response;
        } else {
          const ms = await waitOf(response);
          if (ms === undefined || ms > maxWaitMs) return response;
          await new Promise((resolve) => setTimeout(resolve, ms));
        }
      }
    },
  };
}

/** Whether a result rejects the session: Stytch ended it while its JWT was still valid. */
async function isRefusedWithin(response: Response): Promise<boolean> {
  try {
    return (await response.clone().text()).includes('"UNAUTHENTICATED"');
  } catch {
    return false;
  }
}

/** Error codes for an ended session. */
const ENDED = ['INVALID_CREDENTIALS', 'NOT_FOUND', 'UNAUTHENTICATED'];

/**
 * Time of the next renewal by the local clock, which may differ from Stytch's: computed from the validity period of the
 * JWT, not from its expiry.
 */
function renewalOf(tokens: SessionTokens | null): number {
  try {
    const [, payload = ''] = tokens?.sessionJwt.split('.') ?? [];
    const { exp, iat }: { readonly exp: number; readonly iat: number } = JSON.parse(
      atob(payload.replaceAll('-', '+').replaceAll('_', '/')),
    );
    return Date.now() + (exp - iat) * 1_000 - EARLY_MS;
  } catch {
    // Without a readable JWT, the session token is exchanged for one immediately.
    return 0;
  }
}

/** The response to a request that was not executed. */
interface Refused {
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly retryAfter?: number } }[];
}

/** Milliseconds to wait, if the gateway did not execute the request and returned `retryAfter`. */
async function waitOf(response: Response): Promise<number | undefined> {
  if (response.status !== 429 && response.status !== 503) return undefined;
  try {
    const { errors }: Refused = await response.clone().json();
    const { code, retryAfter } = errors?.[0]?.extensions ?? {};
    const isOurs = code === 'RATE_LIMITED' || code === 'OVERLOADED';
    return isOurs && retryAfter !== undefined ? retryAfter * 1_000 : undefined;
  } catch {
    // The response of a proxy, which does not say whether the request was executed.
    return undefined;
  }
}

/**
 * An error of this graph, as far as it was selected: `MutationError`, or the `extensions` of an error in a response.
 */
export interface GatewayError {
  readonly code?: unknown;
  readonly retryAfter?: unknown;
}

/**
 * Reaction of a page to an error.
 *
 * - `signIn`: show the sign-in; the session cannot be renewed
 * - `wait`: offer a retry after `seconds`
 * - `check`: read the state again, because the change may have been made; never retry automatically
 * - `show`: show the message
 */
export type NextStep =
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'signIn' | 'check' | 'show' };

/** Seconds to wait if the gateway returns no `retryAfter`. */
const USUAL_WAIT_S = 2;

/** Returns the reaction of a page to an error. */
export function nextStep({ code, retryAfter }: GatewayError): NextStep {
  if (code === 'UNAUTHENTICATED') return { step: 'signIn' };
  if (code === 'OUTCOME_UNKNOWN') return { step: 'check' };
  if (typeof code === 'string' && AGAIN.includes(code)) {
    return { step: 'wait', seconds: typeof retryAfter === 'number' ? retryAfter : USUAL_WAIT_S };
  }
  return { step: 'show' };
}

/** Errors after which nothing was changed and a retry may succeed. */
const AGAIN = ['RATE_LIMITED', 'OVERLOADED', 'TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
