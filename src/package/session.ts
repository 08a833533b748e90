/**
 * `stytch-graphql/session`: a session whose tokens a page keeps. Its `fetch` goes into Apollo Client, urql and anything else that
 * takes one: it sends the JWT along and renews it.
 */

/** The tokens of a session, as `SignedIn` and `UserSignedIn` show them. */
export interface SessionTokens {
  readonly sessionToken: string;
  readonly sessionJwt: string;
}

/** What a session is made of. */
export interface SessionOptions {
  /** Address of GraphQL, to which renewals are sent. */
  readonly url: string;
  /** Whose sessions they are: of members (B2B projects) or of users (consumer projects). Default: `member`. */
  readonly of?: 'member' | 'user';
  /** Tokens that were kept from before. */
  readonly tokens?: SessionTokens | null;
  /** Told of each change: of new tokens, and of null once the session has ended. */
  readonly onChange?: (tokens: SessionTokens | null) => void;
  /** Longest time to wait, in milliseconds, where the gateway says when a request may be sent again. Default: 5000. */
  readonly maxWaitMs?: number;
  readonly fetch?: typeof fetch;
}

/** A session. Its functions need no `this`. */
export interface Session {
  /** The tokens at the moment; null if nobody is signed in. */
  readonly tokens: () => SessionTokens | null;
  /** Takes the tokens of a finished sign-in; null forgets them. */
  readonly set: (tokens: SessionTokens | null) => void;
  /**
   * `fetch` with the session. It renews the JWT before it expires, and once more if the gateway does not accept it; then the same
   * request is sent again, since nothing of it ran. So it is after RATE_LIMITED and OVERLOADED of a whole request. After a result
   * that is UNAUTHENTICATED it asks whether the session has ended, and sends nothing again.
   *
   * Rejects, as it does without a network, if the JWT has expired and cannot be renewed at the moment.
   */
  readonly fetch: typeof fetch;
}

/** The response to a renewal. */
interface Renewed {
  readonly data?: {
    readonly renewed?: { readonly outcome?: { readonly sessionJwt?: string }; readonly code?: string } | null;
  };
}

/** Milliseconds before its end at which a JWT is renewed: longer than a request takes. */
const EARLY_MS = 30_000;
/** How often a request is sent, at most. */
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

  /** Renews; false if the gateway could not be asked. A session that has ended is forgotten. */
  const renew = async ({ sessionToken: token }: SessionTokens): Promise<boolean> => {
    try {
      const response = await send(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables: { token } }),
      });
      const { data }: Renewed = await response.json();
      const { outcome, code = '' } = data?.renewed ?? {};
      // Somebody may have signed in or out meanwhile.
      if (tokens?.sessionToken !== token) return true;
      if (outcome?.sessionJwt) set({ sessionToken: token, sessionJwt: outcome.sessionJwt });
      else if (ENDED.includes(code)) set(null);
      else return false;
      return true;
    } catch {
      return false;
    }
  };
  /** However many requests wait for it, there is one renewal. */
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
        // A mutation may have run beside the one that was refused, so the request is not sent again.
        if (shown && tokens === shown && response.ok && (await isRefusedWithin(response))) await renewOnce(shown);
        if (sent === MAX_SENT) return response;
        if (response.status === 401) {
          if (!shown) return response;
          // Another request may have renewed it meanwhile.
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

/** Whether a result says that the session is not accepted: Stytch ended it while its JWT was still valid. */
async function isRefusedWithin(response: Response): Promise<boolean> {
  try {
    return (await response.clone().text()).includes('"UNAUTHENTICATED"');
  } catch {
    return false;
  }
}

/** What the gateway says of a session that has ended. */
const ENDED = ['INVALID_CREDENTIALS', 'NOT_FOUND', 'UNAUTHENTICATED'];

/** When to renew by this clock, which may differ from Stytch's: by how long the JWT is valid, not by when it ends. */
function renewalOf(tokens: SessionTokens | null): number {
  try {
    const [, payload = ''] = tokens?.sessionJwt.split('.') ?? [];
    const { exp, iat }: { readonly exp: number; readonly iat: number } = JSON.parse(
      atob(payload.replaceAll('-', '+').replaceAll('_', '/')),
    );
    return Date.now() + (exp - iat) * 1_000 - EARLY_MS;
  } catch {
    // Without a JWT that can be read, the token gives one.
    return 0;
  }
}

/** The response to a request of which nothing ran. */
interface Refused {
  readonly errors?: readonly { readonly extensions?: { readonly code?: string; readonly retryAfter?: number } }[];
}

/** Milliseconds to wait if the gateway says that it did nothing of a request and when to come back. */
async function waitOf(response: Response): Promise<number | undefined> {
  if (response.status !== 429 && response.status !== 503) return undefined;
  try {
    const { errors }: Refused = await response.clone().json();
    const { code, retryAfter } = errors?.[0]?.extensions ?? {};
    const isOurs = code === 'RATE_LIMITED' || code === 'OVERLOADED';
    return isOurs && retryAfter !== undefined ? retryAfter * 1_000 : undefined;
  } catch {
    // Of somebody in between, who does not know what was done.
    return undefined;
  }
}

/** An error of this graph, as far as it is asked for: `MutationError`, or the `extensions` of an error in a response. */
export interface GatewayError {
  readonly code?: unknown;
  readonly retryAfter?: unknown;
}

/**
 * What a page does about an error.
 *
 * - `signIn`: shows the sign-in; the session cannot be renewed
 * - `wait`: offers the same again, after `seconds`
 * - `check`: reads again what was to be changed, since the change may have been made, and never sends it again by itself
 * - `show`: tells the person what is wrong
 */
export type NextStep =
  | { readonly step: 'wait'; readonly seconds: number }
  | { readonly step: 'signIn' | 'check' | 'show' };

/** Seconds to wait where the gateway does not say how long. */
const USUAL_WAIT_S = 2;

/** Says what a page does about an error. */
export function nextStep({ code, retryAfter }: GatewayError): NextStep {
  if (code === 'UNAUTHENTICATED') return { step: 'signIn' };
  if (code === 'OUTCOME_UNKNOWN') return { step: 'check' };
  if (typeof code === 'string' && AGAIN.includes(code)) {
    return { step: 'wait', seconds: typeof retryAfter === 'number' ? retryAfter : USUAL_WAIT_S };
  }
  return { step: 'show' };
}

/** Errors after which nothing was changed, and the same may succeed. */
const AGAIN = ['RATE_LIMITED', 'OVERLOADED', 'TIMEOUT', 'UPSTREAM_UNAVAILABLE'];
