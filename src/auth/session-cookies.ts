/**
 * Sessions in cookies, for pages that store no tokens (`SESSION_COOKIES`, `SESSION_COOKIE_NAMES`). Browsers bind a
 * `__Host-` cookie to one host: other hosts of the domain cannot set it. Scripts cannot read HttpOnly cookies.
 */
import { parseCookie, stringifySetCookie } from 'cookie';

/** The cookies that the gateway sets: the opaque session token, and the session JWT. */
export const SESSION_TOKEN_COOKIE = '__Host-stytch_session';
export const SESSION_JWT_COOKIE = '__Host-stytch_session_jwt';

/** Max bytes of a cookie with its attributes; browsers silently drop longer ones (RFC 6265, section 6.1). */
const MAX_COOKIE_BYTES = 4_096;

/** Which cookies the gateway sets and reads. */
export interface SessionCookieOptions {
  /** Whether a finished sign-in sets cookies. */
  readonly sets: boolean;
  /** Names of cookies that are only read. Each holds the token or the JWT of a session. */
  readonly names: readonly string[];
}

/** The session in the cookies of a request: its token, its JWT, or both. */
export interface ShownSession {
  readonly token?: string | undefined;
  readonly jwt?: string | undefined;
}

/** The tokens of an active session, to store in cookies. */
export interface KeptSession {
  readonly token: string;
  /** Undefined or empty if Stytch sent the token without a JWT. */
  readonly jwt?: string | undefined;
  /** Expiry of the session as RFC 3339 text. Undefined: the cookies last until the browser closes. */
  readonly expiresAt?: string | undefined;
}

/** The session cookies of one request and its response. */
export interface SessionCookies {
  /** The session in the request; undefined if none. */
  readonly shown: ShownSession | undefined;
  /** Whether a finished sign-in sets cookies. */
  readonly sets: boolean;
  /** Sets the cookies of a new session. */
  keep(session: KeptSession): void;
  /** Sets the cookie of a new JWT of the same session, if the gateway set the previous one. */
  renew(jwt: string, expiresAt: string | undefined): void;
  /** Clears the cookies, if the gateway's own cookies hold a session in the request. */
  clear(): void;
  /** Values of `Set-Cookie` in the response. */
  lines(): string[];
}

/** Reads the session cookies of a request. */
export function readSessionCookies(header: string | null, { sets, names }: SessionCookieOptions): SessionCookies {
  const cookies = header === null ? {} : parseCookie(header);
  const own = sets ? shownIn(cookies, [SESSION_TOKEN_COOKIE, SESSION_JWT_COOKIE]) : undefined;
  const changed = new Map<string, string>();

  const set = (name: string, value: string, expiresAt: string | undefined): void => {
    const line = lineOf(name, value, expiresAt);
    changed.set(name, line.length > MAX_COOKIE_BYTES ? clearing(name) : line);
  };
  return {
    shown: own ?? shownIn(cookies, names),
    sets,
    keep({ token, jwt, expiresAt }) {
      if (!sets) return;
      set(SESSION_TOKEN_COOKIE, token, expiresAt);
      // The JWT of the previous session must not stay beside the token of the new one.
      if (jwt) set(SESSION_JWT_COOKIE, jwt, expiresAt);
      else changed.set(SESSION_JWT_COOKIE, clearing(SESSION_JWT_COOKIE));
    },
    renew(jwt, expiresAt) {
      if (own) set(SESSION_JWT_COOKIE, jwt, expiresAt);
    },
    clear() {
      if (!own) return;
      for (const name of [SESSION_TOKEN_COOKIE, SESSION_JWT_COOKIE]) changed.set(name, clearing(name));
    },
    lines: () => [...changed.values()],
  };
}

/** The session in the cookies of these names. A value with dots is a JWT. */
function shownIn(
  cookies: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): ShownSession | undefined {
  const values = names.flatMap((name) => cookies[name] || []);
  const token = values.find((value) => !value.includes('.'));
  const jwt = values.find((value) => value.includes('.'));
  return token === undefined && jwt === undefined ? undefined : { token, jwt };
}

const attributes = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const;

function lineOf(name: string, value: string, expiresAt: string | undefined): string {
  const ends = Date.parse(expiresAt ?? '');
  const lasts = Number.isNaN(ends) ? {} : { maxAge: Math.max(0, Math.floor((ends - Date.now()) / 1_000)) };
  return stringifySetCookie(name, value, { ...attributes, ...lasts });
}

const clearing = (name: string): string => stringifySetCookie(name, '', { ...attributes, maxAge: 0 });
