/** Security headers, also of GraphQL responses. */

/**
 * Default headers of every response: prevent caching, MIME sniffing, framing, loading by other origins, and referrers.
 */
export const answerHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;
