import type { JWTPayload } from 'jose';
import type { PersonClaims } from '../kind.ts';

/** Claims without those that are not known: undefined or empty. */
export const present = (claims: JWTPayload): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined && value !== ''));

/** The claims of a person that scopes allow, as ID tokens and userinfo have them. */
export const allowedClaims = ({ byScope }: PersonClaims, scopes: readonly string[]): JWTPayload =>
  Object.fromEntries(
    Object.entries(byScope).flatMap(([scope, claims]) => (scopes.includes(scope) ? Object.entries(claims) : [])),
  );
