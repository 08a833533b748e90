/** The HTTP status that Stytch sends with an `error_type`, where nothing else is said. */

/** Documented statuses that the word does not tell. */
const documented: Readonly<Record<string, number>> = {
  attribute_mismatch: 401,
  captcha_failed: 429,
  connected_app_consent_revoked: 401,
  idp_access_token_could_not_be_exchanged: 404,
  insufficient_factors: 401,
  internal_server_error: 500,
  oauth_token_not_found: 400,
  service_unavailable: 503,
  session_authorization_error: 403,
  too_few_tokens_authenticated: 429,
  too_many_requests: 429,
  user_lock_limit_reached: 429,
};

/** 404 for what was not found, 401 for what could not be proven, 400 for the rest. */
export function statusOf(errorType: string): number {
  const known = documented[errorType];
  if (known !== undefined) return known;
  if (errorType.endsWith('_not_found')) return 404;
  return /^(unable_to|expired|unauthorized)_/.test(errorType) ? 401 : 400;
}

/** Documented messages of errors that a sandbox gives only when it is told to. */
const messages: Readonly<Record<string, string>> = {
  internal_server_error:
    'Oops, something seems to have gone wrong, please reach out to support@stytch.com to let us know what went wrong.',
  invalid_public_key_credential:
    "Invalid public key credential. Please confirm you're passing a correctly formatted public key credential.",
  too_many_requests: 'Too many requests have been made.',
  user_not_found: 'User could not be found.',
};

export const messageOf = (errorType: string): string =>
  messages[errorType] ?? 'The sandbox was told to fail this call.';
