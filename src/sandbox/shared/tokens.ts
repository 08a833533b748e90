import { randomBytes, randomUUID } from 'node:crypto';
import { CompactSign, errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import type { Schemas } from '../../stytch/contract/types.ts';
import { fail, SandboxError } from '../errors.ts';
import type { ProjectStore } from '../store.ts';
import { keyId, signingKey } from './signing-key.ts';

/** Lifetime of a session JWT in seconds, independent of the session's duration. */
export const jwtSeconds = 300;

const privateKey = importJWK(signingKey, 'RS256');
const publicKey = importJWK({ kty: 'RSA', n: signingKey.n ?? '', e: signingKey.e ?? '' }, 'RS256');

export const sessionClaim = 'https://stytch.com/session';
/** Claim with the organization of a session, only in B2B projects. */
export const organizationClaim = 'https://stytch.com/organization';
/** Claims that `session_custom_claims` must not set. */
export const reservedClaims = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti', sessionClaim, organizationClaim];

/** Random secret in base64url: session tokens, bearer tokens, client secrets. */
export const opaqueToken = (bytes = 33) => randomBytes(bytes).toString('base64url');

/** A new Stytch id, such as `member-test-<uuid>`. */
export const newId = (kind: string) => `${kind}-test-${randomUUID()}`;

/** Issuer of the project's tokens. */
export const issuerOf = (store: ProjectStore) => `stytch.com/${store.projectId}`;

/**
 * The project's public keys in the form of `GetJWKS`. The key has no certificate, so `x5c` and `x5tS256` are empty.
 */
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

/** Lifetime of a token in seconds, and its issuer. Default: `issuerOf`. */
type Life = { seconds?: number; issuer?: string };

/** Signs any claims with the project's key. The functions below build on it; tests mint invalid tokens with it. */
export const mint = async (
  store: ProjectStore,
  claims: JWTPayload,
  { seconds = jwtSeconds, issuer = issuerOf(store) }: Life = {},
) => {
  const now = Math.floor(store.now().getTime() / 1000);
  const all = { iss: issuer, aud: [store.projectId], iat: now, nbf: now, exp: now + seconds, ...claims };
  // SignJWT copies its claims and would lose the digits of long numbers.
  return new CompactSign(Buffer.from(JSON.stringify(all)))
    .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
    .sign(await privateKey);
};

/** M2M access token, as the OAuth token endpoint issues it. */
export const mintM2mToken = (store: ProjectStore, clientId: string, scopes: readonly string[], life?: Life) =>
  mint(store, { sub: clientId, scope: scopes.join(' ') }, { seconds: 3600, ...life });

/** ID token of a connected app. It identifies a person to that app and is not a credential for Stytch. */
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

/** Access token of a connected app on behalf of a person, which `ExchangeAccessToken` accepts. */
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
    /** Organization claim, and a `jti` chosen by the caller. */
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

/** Issuers accepted in access tokens: `issuerOf` and the origins under which the token endpoint was called. */
export const accessTokenIssuers = (store: ProjectStore): string[] => [issuerOf(store), ...store.domainIssuers];

/** Trusted auth token of a profile, which `Attest` accepts; the claims name the person. */
export const mintTrustedToken = (
  store: ProjectStore,
  profile: { issuer: string; audience: string },
  claims: JWTPayload,
  life?: Life,
) => mint(store, { iss: profile.issuer, aud: profile.audience, jti: randomUUID(), ...claims }, life);

/**
 * Rejects claims whose first audience differs from `audience`. Further audiences are chosen by apps and could name the
 * project of another world, which has the same signing key.
 */
const meantFor = (audience: string, claims: JWTPayload): JWTPayload =>
  [claims.aud].flat()[0] === audience
    ? claims
    : fail(401, 'jwt_invalid_audience', 'The token is meant for another audience.');

/**
 * Verifies a token signed with the sandbox's key for this issuer and audience, and returns its claims. With
 * `allowExpired` it accepts an expired token: an expired session JWT can renew its session.
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
    if (error instanceof SandboxError) throw error;
    if (error instanceof errors.JWTExpired) {
      // jose checks the time last, so signature, issuer and audience of an expired token are valid.
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

/** Id of the session in a session JWT. Rejects any other token. */
export const sessionIdIn = (claims: JWTPayload): string => {
  const claim = claims[sessionClaim];
  if (typeof claim === 'object' && claim !== null && 'id' in claim && typeof claim.id === 'string') return claim.id;
  return fail(401, 'jwt_invalid_claims', 'The token is not a session JWT.');
};
