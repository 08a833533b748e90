/** Properties of a request that are proof of a session, beside the caller's own in the headers. */
export const SESSION_PROOFS = [
  'session_token',
  'session_jwt',
  'access_token',
  'token',
  'intermediate_session_token',
] as const;
