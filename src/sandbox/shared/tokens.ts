import { randomBytes, randomUUID } from 'node:crypto';
import { CompactSign, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import type { Schemas } from '../../stytch/contract/types.ts';
import { fail, Refusal } from '../errors.ts';
import type { ProjectStore } from '../store.ts';
import { keyId, signingKey } from './signing-key.ts';

/** A session JWT lives this long, however long its session does. */
export const jwtSeconds = 300;

const privateKey = importJWK(signingKey, 'RS256');
const publicKey = importJWK({ kty: 'RSA', n: signingKey.n ?? '', e: signingKey.e ?? '' }, 'RS256');

export const sessionClaim = 'https://stytch.com/session';
/** The claim that names the organization of a session: the other kind of project has none. */
export const organizationClaim = 'https://stytch.com/organization';
/** Claims that `session_custom_claims` may not set. */
export const reservedClaims = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', sessionClaim, organizationClaim];

/** A secret that means nothing by itself: session tokens, bearer tokens, client secrets. */
export const opaqueToken = (bytes = 33) => randomBytes(bytes).toString('base64url');

/** A new Stytch id, such as `member-test-<uuid>`. */
export const newId = (kind: string) => `${kind}-test-${randomUUID()}`;

/** Who signs: the issuer of every token of the project. */
export const issuerOf = (store: ProjectStore) => `stytch.com/${store.projectId}`;

/** The project's public keys as `GetJWKS` shows them. The key has no certificate, so those members are empty. */
export const publicKeys = (): Schemas['api_session_v1_JWK'][] => [
  {
    kty: 'RSA',
    use: 'sig',
    key_ops: ['verify'],
    alg: 'RS256',
    kid: keyId,
    x5c: [],
    x5tS256: '',
    n: signingKey.n ?? '',
    e: signingKey.e ?? '',
  },
];

/** How long a token lives, in seconds, and who issues it if that is not `issuerOf`. */
type Life = { seconds?: number; issuer?: string };

/** Signs whatever claims it is given with the project's key; the building block of the tokens below and of odd ones in tests. */
export const mint = async (
  store: ProjectStore,
  claims: JWTPayload,
  { seconds = jwtSeconds, issuer = issuerOf(store) }: Life = {},
) => {
  const now = Math.floor(store.now().getTime() / 1000);
  const all = { iss: issuer, aud: [store.projectId], iat: now, nbf: now, exp: now + seconds, ...claims };
  // SignJWT makes a copy of its claims, in which custom ones lose the text of long numbers.
  return new CompactSign(Buffer.from(JSON.stringify(all)))
    .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
    .sign(await privateKey);
};

/** An access token of a machine, as the OAuth token endpoint would issue it. */
export const mintM2mToken = (store: ProjectStore, clientId: string, scopes: readonly string[], life?: Life) =>
  mint(store, { sub: clientId, scope: scopes.join(' ') }, { seconds: 3600, ...life });

/** An ID token of a connected app: proves who a person is to that app and is no credential here. */
export const mintIdToken = (
  store: ProjectStore,
  personId: string,
  clientId: string,
  { nonce, claims, ...life }: Life & { nonce?: string | undefined; claims?: JWTPayload } = {},
) =>
  mint(
    store,
    { ...claims, sub: personId, aud: [clientId], token_use: 'id', ...(nonce ? { nonce } : {}) },
    { seconds: 3600, ...life },
  );

/** An access token of a connected app on a person's behalf, such as `ExchangeAccessToken` takes. */
export const mintAccessToken = (
  store: ProjectStore,
  {
    personId,
    clientId,
    scopes,
    audience = [],
    claims,
  }: {
    personId: string;
    clientId: string;
    scopes: readonly string[];
    audience?: readonly string[];
    /** The organization, and a `jti` that is known before. */
    claims?: JWTPayload;
  },
  life?: Life,
) =>
  mint(
    store,
    {
      sub: personId,
      aud: [store.projectId, ...audience],
      client_id: clientId,
      scope: scopes.join(' '),
      jti: randomUUID(),
      ...claims,
    },
    { seconds: 3600, ...life },
  );

/** The issuers in access tokens of the project: `issuerOf`, and origins by which its token endpoint was called. */
export const accessTokenIssuers = (store: ProjectStore): string[] => [issuerOf(store), ...store.domainIssuers];

/** A trusted auth token of a profile, such as `Attest` takes; the claims say for whom. */
export const mintTrustedToken = (
  store: ProjectStore,
  profile: { issuer: string; audience: string },
  claims: JWTPayload,
  life?: Life,
) => mint(store, { iss: profile.issuer, aud: profile.audience, jti: randomUUID(), ...claims }, life);

/**
 * Refuses claims whose first audience is another one. Apps name audiences that follow it, and the worlds of a sandbox have one key:
 * one of those may be the project of another world.
 */
const meantFor = (audience: string, claims: JWTPayload): JWTPayload =>
  [claims.aud].flat()[0] === audience
    ? claims
    : fail(401, 'jwt_invalid_audience', 'The token is meant for another audience.');

/**
 * The claims of a token that the sandbox's key signed for this issuer and audience, or a refusal.
 * With `allowExpired` a token past its `exp` still reads, since an old session JWT can renew itself.
 */
export const readToken = async (
  store: ProjectStore,
  token: string,
  {
    issuer = issuerOf(store),
    audience = store.projectId,
    allowExpired = false,
  }: { issuer?: string | string[]; audience?: string; allowExpired?: boolean } = {},
): Promise<JWTPayload> => {
  try {
    const { payload } = await jwtVerify(token, await publicKey, {
      algorithms: ['RS256'],
      issuer,
      audience,
      requiredClaims: ['exp'],
      currentDate: store.now(),
    });
    return meantFor(audience, payload);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    if (error instanceof errors.JWTExpired) {
      // jose checks the time last, so signature, issuer and audience of an expired token are known to be good.
      return allowExpired
        ? meantFor(audience, error.payload)
        : fail(401, 'jwt_invalid_claims', 'The token has expired.');
    }
    if (error instanceof errors.JWTClaimValidationFailed) {
      if (error.claim === 'iss') return fail(401, 'jwt_invalid_issuer', 'The token comes from another issuer.');
      if (error.claim === 'aud') return fail(401, 'jwt_invalid_audience', 'The token is meant for another audience.');
      return fail(401, 'jwt_invalid_claims', 'The claims of the token do not hold.');
    }
    return fail(401, 'unable_to_parse_session_jwt', 'The token is no JWT that this project signed.');
  }
};

/** The session a JWT speaks of: its id, when the token is a session JWT at all. */
export const sessionIdIn = (claims: JWTPayload): string => {
  const claim = claims[sessionClaim];
  if (typeof claim === 'object' && claim !== null && 'id' in claim && typeof claim.id === 'string') return claim.id;
  return fail(401, 'jwt_invalid_claims', 'The token is not a session JWT.');
};
