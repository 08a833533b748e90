import type { JWTPayload } from 'jose';
import type { PersonClaims } from '../kind.ts';

/** Omits claims that are undefined or empty. */
export const present = (claims: JWTPayload): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && value !== ''));

/** Claims of a person that the scopes allow, for ID tokens and userinfo. */
export const allowedClaims = ({ byScope }: PersonClaims, scopes: readonly string[]): JWTPayload =>
  Object.fromEntries(
    Object.entries(byScope).flatMap(([scope, claims]) => (scopes.includes(scope) ? Object.entries(claims) : [])),
  );
