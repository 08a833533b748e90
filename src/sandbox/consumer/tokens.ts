import { mint, sessionClaim } from '../shared/tokens.ts';
import type { ConsumerStore, SessionRecord } from './store.ts';

/** Session JWT, valid for five minutes regardless of the session. */
export const mintSessionJwt = (store: ConsumerStore, { session }: SessionRecord) =>
  mint(store, {
    ...session.custom_claims,
    sub: session.user_id,
    [sessionClaim]: {
      id: session.session_id,
      started_at: session.started_at,
      last_accessed_at: session.last_accessed_at,
      expires_at: session.expires_at,
      attributes: session.attributes,
      authentication_factors: session.authentication_factors,
      roles: session.roles,
    },
  });
