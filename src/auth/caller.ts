/** Who is calling: a person, a server or a visitor, decided by the form and the claims of what they show. */
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

/** A machine: with a key of this gateway, or with an access token that Stytch issued to an M2M client. */
export interface ServerCaller {
  readonly kind: 'server';
  /** What the operator called the key, or the id of the M2M client. */
  readonly name: string;
  /** `admin`, or `resource:action`, or `resource:*`. */
  readonly scopes: readonly string[];
}

/** A caller without a bearer, or with one that is not accepted. */
export interface VisitorCaller {
  readonly kind: 'visitor';
  /** Why the bearer is not accepted. Then only fields that need no bearer run: see refused-bearer.ts. */
  readonly refusal?: GraphQLError;
}

/** Whoever sent the request. */
export type Caller = PersonCaller | ServerCaller | VisitorCaller;

/** The caller as a person who is signed in; undefined for any other. */
export const personOf = (caller: Caller): PersonCaller | undefined =>
  caller.kind === 'server' || caller.kind === 'visitor' ? undefined : caller;

/** A key for servers: only its SHA-256 is known here. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly sha256: string;
  readonly scopes: readonly string[];
}

/** What callers are checked against. */
export interface IdentifyOptions {
  vertical: Vertical;
  projectId: string;
  apiKeys: readonly ApiKey[];
  /** Issuers a session JWT may name. */
  issuers: readonly string[];
  keys: Pick<Jwks, 'get' | 'isUnknown'>;
  /** Tokens that were checked before. */
  verified: TokenCache<TokenClaims>;
  policy: Pick<PolicyCache, 'project'>;
  stytch: StytchApi;
  refusedTokens: RefusedTokens;
  clock: ClockSkewMonitor;
  /** Milliseconds since the epoch, by which tokens begin and end. */
  now: () => number;
  /** Whether a page of the gateway's own origin may act as a server: only where GraphiQL is served, in which people try their keys. */
  serversInBrowsers: boolean;
}

/** What a token shows: whose session it is, or a machine. */
export type TokenClaims = Identity | v.InferOutput<typeof machineClaims>;

const LONGEST = 16_384;

/** An OAuth access token of a machine: a client of its own, acting for nobody. */
const machineClaims = v.object({ sub: v.pipe(v.string(), v.startsWith('m2m-client-')), scope: v.string() });

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** What identification reads of a request: its headers and client address, and how long it may take. */
export interface CallerRequest extends Pick<CallOptions, 'signal' | 'deadline'> {
  readonly headers: { get(name: string): string | null };
  /** The page that it comes from. */
  readonly origin: PageOrigin;
  /** Its session cookies, where the gateway reads them. */
  readonly cookies: SessionCookies | undefined;
  /** Address by which refused tokens are counted. */
  readonly address: string;
}

/**
 * Reads who is calling from the headers of a request: `Authorization`, or a session cookie where there is none, and which page
 * sent it.
 *
 * A page that holds a key of a server shows it to everybody, so one that comes from a page is refused.
 *
 * @returns the caller; a promise where Stytch or its keys have to be asked, or a signature checked. A visitor with the
 *   refusal if the bearer is not accepted: UNAUTHENTICATED, or StytchError if Stytch could not be asked
 */
export function identify(request: CallerRequest, options: IdentifyOptions): Caller | Promise<Caller> {
  const { origin, cookies } = request;
  const allowed = (caller: Caller): Caller => {
    const fromPage = origin === 'own' ? !options.serversInBrowsers : origin !== 'none';
    if (caller.kind === 'server' && fromPage) {
      throw unauthenticated(
        'A server key or a machine’s token is not for browsers: anybody could read it there.',
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

/** @throws what is a fault of the gateway, and no refusal */
function visitorRefused(cause: unknown): VisitorCaller {
  if (cause instanceof GraphQLError) return { kind: 'visitor', refusal: cause };
  throw cause;
}

/**
 * Decides by the form of what is shown (null where there is nothing).
 *
 * `sgk_...` is a key of this gateway, three parts with dots are a session JWT or an M2M access token (checked here, RS256
 * only), anything else is a session token (checked at Stytch). What fits none of these is refused.
 *
 * @throws GraphQLError, at once or by the promise
 */
function byBearer(request: CallerRequest, options: IdentifyOptions): Caller | Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (authorization === null || authorization === '') return { kind: 'visitor' };
  if (!/^Bearer\b/i.test(authorization)) {
    throw unauthenticated('The token must be sent as `Authorization: Bearer <token>`.', 'missing');
  }
  const shown = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1];
  if (!shown || authorization.length > LONGEST) throw refusedToken();
  if (shown.startsWith('sgk_')) return server(shown, options.apiKeys);
  if (shown.includes('.')) return byJwt(shown, request, options);
  return personByToken(shown, request, options);
}

const refusedToken = () =>
  unauthenticated('The token is not valid here, or it has expired. Sign in again, or send none.', 'invalid');

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
 * The caller of a request with a session cookie. A bearer beside it goes first, and must be of the same session, if that session
 * lasts: a request is never about two people.
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
      'The bearer and the session cookie are of different sessions. Send only one of them.',
      'invalid',
    );
  }
  return caller;
}

/** The person of a session in cookies: by its JWT, or by its token once the JWT has expired. Then the response renews the JWT. */
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

/** Whether a token is not accepted. Anything else is a failure to find that out. */
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
  // Decoders pass over what is no base64url, so that one token would have many forms.
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) throw refusedToken();
  // What a token is, its claims say; one that is neither is refused before its key is looked for.
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

/** An M2M client may what the policy lists under its scopes, and nothing by a scope's mere name. */
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

/** Asks Stytch about a session token. */
async function personByToken(
  token: string,
  { address, signal, deadline }: CallerRequest,
  { stytch, vertical, refusedTokens }: IdentifyOptions,
): Promise<PersonCaller> {
  if (!/^[\w=+/-]{16,256}$/.test(token)) throw refusedToken();
  const caller = await refusedTokens.identify(token, address, (party) =>
    personBySession({ token }, { stytch, vertical }, { party, signal, deadline }),
  );
  if (!caller) throw refusedToken();
  return caller;
}

/**
 * The caller as Stytch knows them now. A JWT may be five and a half minutes old (30 s of clock tolerance), which is not
 * enough for a change that Stytch itself would not refuse.
 *
 * @throws StytchError UNAUTHENTICATED when the session has ended, as if Stytch had refused the call; others when Stytch could not
 *   be asked
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

/** What Stytch is asked by about a session. */
type Asking = Pick<IdentifyOptions, 'stytch' | 'vertical'>;

/** The person of a session; undefined if Stytch refuses the session. */
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

/** Stytch did not say who is calling. A change waits for that, so it was not sent. */
const notIdentified = ({ facts }: StytchError): StytchError =>
  new StytchError({
    ...facts,
    message: `The caller could not be identified, so nothing was done. ${facts.message}`,
  });
