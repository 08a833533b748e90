import type { JWTPayload } from 'jose';
import { mint, organizationClaim, sessionClaim } from '../shared/tokens.ts';
import type { ProjectStore } from '../store.ts';
import type { Organization, SessionRecord } from './store.ts';

/** The claim of a member's tokens that names the organization. SDKs read it from access tokens as from session JWTs. */
export const organizationClaims = ({
  organization_id,
  organization_slug: slug,
}: Pick<Organization, 'organization_id' | 'organization_slug'>): JWTPayload => ({
  [organizationClaim]: { organization_id, slug },
});

/** A session JWT: five minutes of proof that the session stood when it was made. */
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
