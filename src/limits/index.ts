/** Limits of Node's HTTP server. */

/** Timeouts (milliseconds) and sizes for Node's HTTP server. */
export const socketLimits = {
  /** For the headers. */
  headersTimeout: 10_000,
  /** For the whole request: 256 kB at 13 kB/s. */
  requestTimeout: 20_000,
  /** Between requests. Longer than the 60 s of load balancers, so that they close idle connections, not the gateway. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  /** Max bytes of all headers. */
  maxHeaderSize: 16_384,
} as const;
