import type { JWTPayload } from 'jose';
import { mint, organizationClaim, sessionClaim } from '../shared/tokens.ts';
import type { ProjectStore } from '../store.ts';
import type { Organization, SessionRecord } from './store.ts';

/** Organization claim of a member's tokens. SDKs read it from access tokens and session JWTs. */
export const organizationClaims = ({
  organization_id,
  organization_slug: slug,
}: Pick<Organization, 'organization_id' | 'organization_slug'>): JWTPayload => ({
  [organizationClaim]: { organization_id, slug },
});

/** Session JWT, valid for five minutes regardless of the session. */
export const mintSessionJwt = (store: ProjectStore, { session, attributes }: SessionRecord) =>
  mint(store, {
    ...session.custom_claims,
    sub: session.member_id,
    [sessionClaim]: {
      id: session.member_session_id,
      started_at: session.started_at,
      last_accessed_at: session.last_accessed_at,
      expires_at: session.expires_at,
      attributes,
      authentication_factors: session.authentication_factors,
      roles: session.roles,
    },
    ...organizationClaims(session),
  });
