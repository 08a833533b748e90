/** Who is calling: a member, a server or a visitor, decided by the form and the claims of what they show. */
import { hash, timingSafeEqual } from 'node:crypto';
import { GraphQLError } from 'graphql';
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import * as v from 'valibot';
import type { CallOptions, SessionHeader } from '../stytch/call.ts';
import type { Stytch } from '../stytch/client.ts';
import { StytchError } from '../stytch/error.ts';
import { unauthenticated } from './access.ts';
import type { Clock } from './clock.ts';
import type { Keys } from './keys.ts';
import type { Policy } from './policy.ts';
import type { RefusedTokens } from './refused-tokens.ts';
import { type Checked, CLOCK_TOLERANCE, type Verified } from './verified.ts';

/** A person signed in to one organization. */
export interface MemberCaller {
  readonly kind: 'member';
  readonly organizationId: string;
  readonly organizationSlug: string;
  readonly memberId: string;
  readonly sessionId: string;
  readonly roles: readonly string[];
  /** The session as it was shown, to be sent along where Stytch decides. */
  readonly session: SessionHeader;
}

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
export type Caller = MemberCaller | ServerCaller | VisitorCaller;

/** A key for servers: only its SHA-256 is known here. */
export interface ApiKey {
  readonly name: string;
  /** SHA-256 of the key, in hex. */
  readonly sha256: string;
  readonly scopes: readonly string[];
}

/** What callers are checked against. */
export interface CallerOptions {
  projectId: string;
  apiKeys: readonly ApiKey[];
  /** Issuers a session JWT may name. */
  issuers: readonly string[];
  keys: Pick<Keys, 'get' | 'isUnknown'>;
  /** Tokens that were checked before. */
  verified: Verified<Shown>;
  policy: Pick<Policy, 'project'>;
  stytch: Stytch;
  refusedTokens: RefusedTokens;
  clock: Clock;
  /** Whether a page may act as a server: only where GraphiQL is served, in which people try their keys. */
  serversInBrowsers: boolean;
}

/** What a token shows: a member's session, or a machine. */
export type Shown = v.InferOutput<typeof sessionClaims> | v.InferOutput<typeof machineClaims>;

const SESSION = 'https://stytch.com/session';
const ORGANIZATION = 'https://stytch.com/organization';
const LONGEST = 16_384;

const filled = v.pipe(v.string(), v.nonEmpty());

const sessionClaims = v.object({
  sub: v.pipe(v.string(), v.startsWith('member-')),
  [SESSION]: v.object({ id: filled, roles: v.array(v.string()) }),
  [ORGANIZATION]: v.object({ organization_id: filled, slug: v.string() }),
});

/** An OAuth access token of a machine: a client of its own, acting for nobody. */
const machineClaims = v.object({ sub: v.pipe(v.string(), v.startsWith('m2m-client-')), scope: v.string() });

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** What identification reads of a request: its headers and client address, and how long it may take. */
export interface CallerRequest extends Pick<CallOptions, 'signal' | 'deadline'> {
  readonly headers: { get(name: string): string | null; has(name: string): boolean };
  /** Address by which refused tokens are counted. */
  readonly address: string;
}

/**
 * Reads who is calling from the headers of a request: `Authorization`, and whether a browser sent it.
 *
 * A page that holds a key of a server shows it to everybody, so one that comes from a page is refused.
 *
 * @returns the caller; a promise where Stytch or its keys have to be asked, or a signature checked. A visitor with the
 *   refusal if the bearer is not accepted: UNAUTHENTICATED, or StytchError if Stytch could not be asked
 */
export function identify(request: CallerRequest, options: CallerOptions): Caller | Promise<Caller> {
  const { headers } = request;
  const allowed = (caller: Caller): Caller => {
    if (caller.kind === 'server' && headers.has('origin') && !options.serversInBrowsers) {
      throw unauthenticated(
        'A server key or a machine’s token is not for browsers: anybody could read it there.',
        'invalid',
      );
    }
    return caller;
  };
  try {
    const caller = whoShows(request, options);
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
function whoShows(request: CallerRequest, options: CallerOptions): Caller | Promise<Caller> {
  const authorization = request.headers.get('authorization');
  if (authorization === null || authorization === '') return { kind: 'visitor' };
  if (!/^Bearer\b/i.test(authorization)) {
    throw unauthenticated('The token must be sent as `Authorization: Bearer <token>`.', 'missing');
  }
  const shown = /^Bearer ([\x21-\x7e]+)$/i.exec(authorization)?.[1];
  if (!shown || authorization.length > LONGEST) throw refusedToken();
  if (shown.startsWith('sgk_')) return server(shown, options.apiKeys);
  if (shown.includes('.')) return byJwt(shown, request, options);
  return memberByToken(shown, request, options);
}

const refusedToken = () =>
  unauthenticated('The token is not valid here, or it has expired. Sign in again, or send none.', 'invalid');

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

function byJwt(jwt: string, request: CallerRequest, options: CallerOptions): Caller | Promise<Caller> {
  const callerOf = (shown: Shown): Caller | Promise<Caller> =>
    'scope' in shown ? machine(shown, options) : member(shown, jwt);
  const known = options.verified.find(jwt);
  if (!known) return check(jwt, request, options).then(callerOf);
  options.clock.right();
  return callerOf(known);
}

async function check(jwt: string, request: CallerRequest, options: CallerOptions): Promise<Shown> {
  // Decoders pass over what is no base64url, so that one token would have many forms.
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(jwt)) throw refusedToken();
  // What a token is, its claims say; one that is neither is refused before its key is looked for.
  const claims = peek(jwt);
  const kind = [sessionClaims, machineClaims].find((form) => v.is(form, claims));
  if (!kind) throw refusedToken();
  const checked = await verify(jwt, request, options);
  const shown = v.parse(kind, checked.payload);
  options.verified.keep(jwt, shown, checked);
  return shown;
}

async function verify(
  jwt: string,
  request: CallerRequest,
  { keys, issuers, projectId, clock, refusedTokens }: CallerOptions,
): Promise<Checked> {
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
      clockTolerance: CLOCK_TOLERANCE,
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

const member = (claims: v.InferOutput<typeof sessionClaims>, jwt: string): MemberCaller => ({
  kind: 'member',
  organizationId: claims[ORGANIZATION].organization_id,
  organizationSlug: claims[ORGANIZATION].slug,
  memberId: claims.sub,
  sessionId: claims[SESSION].id,
  roles: claims[SESSION].roles,
  session: { jwt },
});

/** An M2M client may what the policy lists under its scopes, and nothing by a scope's mere name. */
async function machine(
  { sub, scope }: v.InferOutput<typeof machineClaims>,
  { policy }: CallerOptions,
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
async function memberByToken(
  token: string,
  { address, signal, deadline }: CallerRequest,
  { stytch, refusedTokens }: CallerOptions,
): Promise<MemberCaller> {
  if (!/^[\w=+/-]{16,256}$/.test(token)) throw refusedToken();
  const caller = await refusedTokens.identify(token, address, (party) =>
    memberBySession({ token }, stytch, { party, signal, deadline }),
  );
  if (!caller) throw refusedToken();
  return caller;
}

/**
 * The caller as Stytch knows them now. A JWT may be five and a half minutes old (30 s of clock tolerance), which is not
 * enough for a change that Stytch itself would not refuse.
 *
 * @throws GraphQLError UNAUTHENTICATED when the session has ended; StytchError when Stytch could not be asked
 */
export async function confirmed(
  caller: Caller,
  { stytch, refusedTokens, address }: { stytch: Stytch; refusedTokens: RefusedTokens; address: string },
): Promise<Caller> {
  if (caller.kind !== 'member' || !('jwt' in caller.session)) return caller;
  const { session } = caller;
  const known = await refusedTokens.confirm(caller, session.jwt, address, () => memberBySession(session, stytch));
  if (!known) throw refusedToken();
  return known;
}

/** The member of a session; undefined if Stytch refuses the session. */
async function memberBySession(
  session: SessionHeader,
  stytch: Stytch,
  call?: CallOptions,
): Promise<MemberCaller | undefined> {
  try {
    const { member_session: found } = await stytch.call(
      'post',
      '/v1/b2b/sessions/authenticate',
      'token' in session ? { sessionToken: session.token } : { sessionJwt: session.jwt },
      { ...call, internal: true },
    );
    return {
      kind: 'member',
      organizationId: found.organization_id,
      organizationSlug: found.organization_slug,
      memberId: found.member_id,
      sessionId: found.member_session_id,
      roles: found.roles,
      session,
    };
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
