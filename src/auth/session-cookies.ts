/**
 * Sessions in cookies, for pages that keep no tokens (`SESSION_COOKIES`, `SESSION_COOKIE_NAMES`). Browsers bind a name that begins
 * with `__Host-` to one host: no other host of the domain can set it, and scripts cannot read what is HttpOnly.
 */
import { parseCookie, stringifySetCookie } from 'cookie';

/** The cookies that the gateway sets: the opaque token of a session, and its JWT. */
export const SESSION_TOKEN_COOKIE = '__Host-stytch_session';
export const SESSION_JWT_COOKIE = '__Host-stytch_session_jwt';

/** Bytes of a cookie with its attributes; browsers drop longer ones without a word (RFC 6265, 6.1). */
const MAX_COOKIE_BYTES = 4_096;

/** Which cookies there are. */
export interface SessionCookieOptions {
  /** Whether a finished sign-in sets cookies. */
  readonly sets: boolean;
  /** Names of cookies that are only read. Each holds the token or the JWT of a session. */
  readonly names: readonly string[];
}

/** The session that the cookies of a request show, by one or both of its tokens. */
export interface ShownSession {
  readonly token?: string | undefined;
  readonly jwt?: string | undefined;
}

/** The tokens of a session that goes on. */
export interface KeptSession {
  readonly token: string;
  /** Missing or empty if Stytch sent the token without it. */
  readonly jwt?: string | undefined;
  /** Time at which the session ends, as Stytch writes it. The cookies end with it, or with the browser if it is not known. */
  readonly expiresAt?: string | undefined;
}

/** The session cookies of one request and of its response. */
export interface SessionCookies {
  /** The session that the request shows; undefined for none. */
  readonly shown: ShownSession | undefined;
  /** Whether a finished sign-in sets cookies. */
  readonly sets: boolean;
  /** Sets the cookies of a new session. */
  keep(session: KeptSession): void;
  /** Sets the cookie of a new JWT of the session shown, if the gateway set the one before. */
  renew(jwt: string, expiresAt: string | undefined): void;
  /** Clears the cookies, if the request shows a session in them. */
  clear(): void;
  /** Values of `Set-Cookie` in the response. */
  lines(): string[];
}

/** Reads the cookies of a request. */
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
      // The JWT of a session before must not stay beside the token of this one.
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

/** The session in the cookies of these names. A JWT is told by its dots. */
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
