/**
 * Identifies the caller (person, server or visitor) from the form and the claims of the bearer token or session cookie.
 */
import { hash, timingSafeEqual } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as v from 'valibot';
import type { CallOptions } from '../stytch/client/call.ts';
import type { StytchApi } from '../stytch/client/client.ts';
import { StytchError } from '../stytch/error.ts';
import type { Identity, PersonCaller, Session, Vertical } from '../vertical/vertical.ts';
import type { ClockSkewMonitor } from './clock-skew.ts';
import type { Jwks } from './keys.ts';
import type { PageOrigin } from './page-origin.ts';
import type { PolicyCache } from './policy.ts';
import { unauthenticated } from './refusal.ts';
import type { RefusedTokens } from './refused-tokens.ts';
import type { SessionCookies, ShownSession } from './session-cookies.ts';
import { CLOCK_TOLERANCE_S, type TokenCache, type VerifiedToken } from './token-cache.ts';

/** A server: authenticated by an API key of this gateway, or by an access token that Stytch issued to an M2M client. */
export interface ServerCaller {
  readonly kind: 'server';
  /** Name of the API key in the configuration, or id of the M2M client. */
  readonly name: string;
  /** `admin`, `resource:action` or `resource:*`. */
  readonly scopes: readonly string[];
}

/** A caller without a bearer token, or with one that is rejected. */
export interface VisitorCaller {
  readonly kind: 'visitor';
  /** Reason of the rejection. Only fields that need no bearer token run then: see refused-bearer.ts. */
  readonly refusal?: GraphQLError;
}

/** The caller of a request. */
export type Caller = PersonCaller | ServerCaller | VisitorCaller;

/** The caller if it is a signed-in person, otherwise undefined. */
export const personOf = (caller: Caller): PersonCaller | undefined =>
  caller.kind === 'server' || caller.kind === 'visitor' ? undefined : caller;

/** An API key for servers. The gateway stores only its SHA-256. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly sha256: string;
  readonly scopes: readonly string[];
}

/** What credentials are verified against. */
export interface IdentifyOptions {
  vertical: Vertical;
  projectId: string;
  apiKeys: readonly ApiKey[];
  /** Accepted issuers of session JWTs. */
  issuers: readonly string[];
  keys: Pick<Jwks, 'get' | 'isUnknown'>;
  /** Cache of verified JWTs. */
  verified: TokenCache<TokenClaims>;
  policy: Pick<PolicyCache, 'project'>;
  stytch: StytchApi;
  refusedTokens: RefusedTokens;
  clock: ClockSkewMonitor;
  /** Milliseconds since the epoch, for `exp` and `nbf`. */
  now: () => number;
  /**
   * Whether a page of the gateway's own origin may act as a server. True only if GraphiQL is served, where people try
   * API keys.
   */
  serversInBrowsers: boolean;
}

/** Claims of a verified JWT: the identity of a session, or an M2M client. */
export type TokenClaims = Identity | v.InferOutput<typeof machineClaims>;

const LONGEST = 16_384;

/** Claims of an OAuth access token of an M2M client, which acts for no person. */
const machineClaims = v.object({ sub: v.pipe(v.string(), v.startsWith('m2m-client-')), scope: v.string() });

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Input of the identification: headers, origin, cookies, client address, deadline and abort signal of a request. */
export interface CallerRequest extends Pick<CallOptions, 'signal' | 'deadline'> {
  readonly headers: { get(name: string): string | null };
  /** The origin of the page that sent the request. */
  readonly origin: PageOrigin;
  /** Session cookies of the request; undefined if the gateway reads none. */
  readonly cookies: SessionCookies | undefined;
  /** Client address for which rejected tokens are counted. */
  readonly address: string;
}

/**
 * Identifies the caller of a request by `Authorization`, or by a session cookie if that header is missing.
 *
 * A server key in a page is readable by every visitor of the page, so requests with one that come from a page are
 * rejected.
 *
 * @returns the caller; a promise if a signature has to be verified, or Stytch or the keys fetched. If the credential is
 *   rejected, a visitor with the error: UNAUTHENTICATED, or StytchError if Stytch could not be reached
 */
export function identify(request: CallerRequest, options: IdentifyOptions): Caller | Promise<Caller> {
  const { origin, cookies } = request;
  const allowed = (caller: Caller): Caller => {
    const fromPage = origin === 'own' ? !options.serversInBrowsers : origin !== 'none';
    if (caller.kind === 'server' && fromPage) {
      throw unauthenticated(
        'A server key or an M2M token must not be used in a browser: every visitor of the page could read it.',
        'invalid',
      );
    }
    return caller;
  };
  try {
    const caller = cookies?.shown ? byCookies(cookies, cookies.shown, request, options) : byBearer(request, options);
    return caller instanceof Promise ? caller.then(allowed).catch(visitorRefused) : allowed(caller);
  } catch (cause) {
    return visitorRefused(cause);
  }
}

/** @throws unexpected errors: only GraphQL errors become a refusal */
function visitorRefused(cause: unknown): VisitorCaller {
  if (cause instanceof GraphQLError) return { kind: 'visitor', refusal: cause };
  throw cause;
}

/**
 * Selects the check by the form of the bearer token. Without `Authorization` the caller is a visitor.
 *
 * - `sgk_...`: an API key of this gateway
 * - a token with dots: a session JWT or an M2M access token, verified locally (RS256 only)
 * - any other: an opaque session token, verified by Stytch
 *
 * @throws GraphQLError UNAUTHENTICATED for an invalid token, synchronously or as a rejection; StytchError if the token
 *   cannot be checked
 */
function byBearer(request: CallerRequest, options: IdentifyOptions): Caller | Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (authorization === null || authorization === '') return { kind: 'visitor' };
  if (!/^Bearer\b/i.test(authorization)) {
    throw unauthenticated('Malformed `Authorization` header. Send `Authorization: Bearer <token>`.', 'missing');
  }
  const shown = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1];
  if (!shown || authorization.length > LONGEST) throw refusedToken();
  if (shown.startsWith('sgk_')) return server(shown, options.apiKeys);
  if (shown.includes('.')) return byJwt(shown, request, options);
  return personByToken(shown, request, options);
}

const refusedToken = () => unauthenticated('Invalid or expired token. Sign in again, or send no token.', 'invalid');

/** The bearer was valid when the request began: the error belongs to the field, and is the result of a mutation. */
const sessionEnded = () =>
  new StytchError({ code: 'UNAUTHENTICATED', message: 'The session has ended, or was revoked. Sign in again.' });

const digests = new WeakMap<ApiKey, Buffer>();

function digestOf(apiKey: ApiKey): Buffer {
  const digest = digests.get(apiKey) ?? Buffer.from(apiKey.sha256, 'hex');
  digests.set(apiKey, digest);
  return digest;
}

function server(key: string, apiKeys: readonly ApiKey[]): ServerCaller {
  const digest = sha256(key);
  const known = apiKeys.filter((apiKey) => timingSafeEqual(digest, digestOf(apiKey)))[0];
  if (!known) throw refusedToken();
  return { kind: 'server', name: known.name, scopes: known.scopes };
}

/**
 * Identifies the caller of a request with a session cookie. A bearer token takes precedence; if both sessions are
 * active they must be the same, so that a request never mixes two people.
 */
async function byCookies(
  cookies: SessionCookies,
  shown: ShownSession,
  request: CallerRequest,
  options: IdentifyOptions,
): Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (!authorization) return personByCookies(cookies, shown, request, options);
  const caller = await byBearer(request, options);
  if ([shown.token, shown.jwt].some((value) => authorization.slice('Bearer '.length) === value)) return caller;
  const other = await personByCookies(cookies, shown, request, options).catch(undefinedIfRefused);
  if (other && personOf(caller)?.sessionId !== other.sessionId) {
    throw unauthenticated(
      'The bearer token and the session cookie belong to different sessions. Send only one of them.',
      'invalid',
    );
  }
  return caller;
}

/**
 * Identifies the person by the JWT cookie, or by the token cookie if the JWT has expired. In the latter case the
 * response renews the JWT cookie.
 */
async function personByCookies(
  cookies: SessionCookies,
  { token, jwt }: ShownSession,
  request: CallerRequest,
  options: IdentifyOptions,
): Promise<PersonCaller> {
  if (jwt !== undefined) {
    const caller = await Promise.resolve(byJwt(jwt, request, options)).catch(undefinedIfRefused);
    const person = caller && personOf(caller);
    if (person) return person;
  }
  try {
    if (token === undefined) throw refusedToken();
    const person = await personByToken(token, request, options);
    if (person.renewed) cookies.renew(person.renewed.jwt, person.renewed.expiresAt);
    return person;
  } catch (cause) {
    if (isRefusal(cause)) cookies.clear();
    throw cause;
  }
}

/** Whether the token is rejected. Any other error means that the token could not be checked. */
const isRefusal = (cause: unknown): boolean =>
  cause instanceof GraphQLError && cause.extensions['code'] === 'UNAUTHENTICATED';

function undefinedIfRefused(cause: unknown): undefined {
  if (!isRefusal(cause)) throw cause;
}

function byJwt(jwt: string, request: CallerRequest, options: IdentifyOptions): Caller | Promise<Caller> {
  const callerOf = (shown: TokenClaims): Caller | Promise<Caller> =>
    'scope' in shown ? machine(shown, options) : { ...shown, session: { jwt } };
  const known = options.verified.find(jwt);
  if (!known) return check(jwt, request, options).then(callerOf);
  options.clock.right();
  return callerOf(known);
}

async function check(jwt: string, request: CallerRequest, options: IdentifyOptions): Promise<TokenClaims> {
  // Decoders skip characters outside base64url, so one token could have many spellings.
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) throw refusedToken();
  // The claims tell the kind of token. Neither kind: reject it before the key lookup.
  const claims = peek(jwt);
  const shown = claims && readClaims(claims, options);
  if (!shown) throw refusedToken();
  const checked = await verify(jwt, request, options);
  options.verified.keep(jwt, shown, checked);
  return shown;
}

async function verify(
  jwt: string,
  request: CallerRequest,
  { keys, issuers, projectId, clock, now, refusedTokens }: IdentifyOptions,
): Promise<VerifiedToken> {
  const getKey: JWTVerifyGetKey = (header, token) =>
    keys.isUnknown(header.kid)
      ? refusedTokens.findKey(request.address, async () => keys.get(header, token))
      : keys.get(header, token);
  try {
    const { payload, key, protectedHeader } = await jwtVerify(jwt, getKey, {
      algorithms: ['RS256'],
      issuer: [...issuers],
      audience: projectId,
      requiredClaims: ['exp', 'sub'],
      clockTolerance: CLOCK_TOLERANCE_S,
      currentDate: new Date(now()),
    });
    clock.right();
    return { payload, key, keyId: protectedHeader.kid ?? '' };
  } catch (cause) {
    const tooEarly = cause instanceof errors.JWTClaimValidationFailed && cause.claim === 'nbf';
    if (tooEarly && cause.reason === 'check_failed') clock.tooEarly();
    if (cause instanceof errors.JWTExpired) clock.ended(cause.payload.sub);
    if (cause instanceof errors.JOSEError) throw refusedToken();
    throw cause;
  }
}

function readClaims(claims: JWTPayload, { vertical }: IdentifyOptions): TokenClaims | undefined {
  const identity = vertical.session.identityIn(claims);
  if (identity) return identity;
  const { success, output } = v.safeParse(machineClaims, claims);
  return success ? output : undefined;
}

/** An M2M client has the permissions that the policy lists for its scopes. The name of a scope alone grants nothing. */
async function machine(
  { sub, scope }: v.InferOutput<typeof machineClaims>,
  { policy }: IdentifyOptions,
): Promise<ServerCaller> {
  const granted = scope.split(' ');
  const { scopes } = await policy.project();
  return {
    kind: 'server',
    name: sub,
    scopes: scopes
      .filter((known) => granted.includes(known.scope))
      .flatMap(({ permissions }) => permissions)
      .flatMap(({ resource_id, actions }) => actions.map((action) => `${resource_id}:${action}`)),
  };
}

function peek(jwt: string): JWTPayload | null {
  try {
    return decodeJwt(jwt);
  } catch {
    return null;
  }
}

/** Has Stytch authenticate an opaque session token. */
async function personByToken(
  token: string,
  { address, signal, deadline }: CallerRequest,
  { stytch, vertical, refusedTokens }: IdentifyOptions,
): Promise<PersonCaller> {
  if (!/^[\w=+/-]{16,256}$/.test(token)) throw refusedToken();
  const caller = await refusedTokens.identify(token, address, (limitKey) =>
    personBySession({ token }, { stytch, vertical }, { limitKey, signal, deadline }),
  );
  if (!caller) throw refusedToken();
  return caller;
}

/**
 * Has Stytch authenticate the session of a JWT again before a write. A JWT is accepted for up to five and a half
 * minutes (30 s of clock tolerance), in which the session may have been revoked.
 *
 * @throws StytchError UNAUTHENTICATED if the session has ended; others if Stytch could not be called
 */
export async function revalidateCaller(
  caller: Caller,
  { refusedTokens, address, ...asking }: Asking & { refusedTokens: RefusedTokens; address: string },
): Promise<Caller> {
  const person = personOf(caller);
  if (!person || !('jwt' in person.session)) return caller;
  const { session } = person;
  const known = await refusedTokens.confirm(person, session.jwt, address, () => personBySession(session, asking));
  if (!known) throw sessionEnded();
  return known;
}

/** What authenticating a session at Stytch needs. */
type Asking = Pick<IdentifyOptions, 'stytch' | 'vertical'>;

/** The person of a session; undefined if Stytch rejects the session. */
export async function personBySession(
  session: Session,
  { stytch, vertical }: Asking,
  call?: CallOptions,
): Promise<PersonCaller | undefined> {
  try {
    const { identity, brings, ...renewed } = await vertical.session.authenticate(stytch, session, {
      ...call,
      internal: true,
    });
    return { ...identity, session, brings, renewed };
  } catch (cause) {
    const code = cause instanceof StytchError ? cause.facts.code : undefined;
    if (
      code === 'NOT_FOUND' ||
      code === 'UNAUTHENTICATED' ||
      code === 'INVALID_CREDENTIALS' ||
      code === 'INVALID_INPUT'
    ) {
      return undefined;
    }
    throw cause instanceof StytchError ? notIdentified(cause) : cause;
  }
}

/** The error if Stytch could not authenticate the session of a write: the write was not sent. */
const notIdentified = ({ facts }: StytchError): StytchError =>
  new StytchError({
    ...facts,
    message: `The caller could not be identified, so nothing was executed. ${facts.message}`,
  });
