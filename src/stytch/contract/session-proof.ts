/** Request properties that hold a token of a session, besides the caller's own in the headers. */
export const SESSION_PROOFS = [
  'session_token',
  'session_jwt',
  'access_token',
  'token',
  'intermediate_session_token',
] as const;
