/** What node's own server holds a request against. */

/** Time a client may take (milliseconds), for node's own server. */
export const socketLimits = {
  /** For the headers. */
  headersTimeout: 10_000,
  /** For the whole request: 256 kB at 13 kB a second. */
  requestTimeout: 20_000,
  /** Between requests: longer than the minute that load balancers keep a connection, so that they close it and not we. */
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 2_000,
  /** Bytes of all headers. */
  maxHeaderSize: 16_384,
} as const;
