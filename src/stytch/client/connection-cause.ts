/** Why a connection failed: a code of a closed set, never the text of an error, so that it can be logged. */

/** Rejected certificates, by the codes of OpenSSL and Node. Nothing was sent. */
const certificate = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
] as const;

/** No connection was established. */
const unconnected = [
  'EACCES',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPERM',
] as const;

/** An established connection broke. */
const broken = ['ECONNABORTED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT'] as const;

/** Errors of Redis, by the first word of its reply. */
const redis = ['NOAUTH', 'NOPERM', 'WRONGPASS', 'LOADING', 'MASTERDOWN', 'READONLY'] as const;

export type ConnectionCause =
  | (typeof certificate)[number]
  | (typeof unconnected)[number]
  | (typeof broken)[number]
  | (typeof redis)[number]
  | 'CONNECT_TIMEOUT'
  | 'CONNECTION_CLOSED'
  | 'NOT_HTTP'
  | 'RESPONSE_TIMEOUT'
  | 'TLS_HANDSHAKE'
  | 'OTHER';

const own: ReadonlyMap<string, ConnectionCause> = new Map(
  [...certificate, ...unconnected, ...broken].map((code) => [code, code]),
);

/** Causes of other error codes. */
const byCode: readonly (readonly [RegExp, ConnectionCause])[] = [
  [/^UND_ERR_CONNECT_TIMEOUT$/, 'CONNECT_TIMEOUT'],
  [/^UND_ERR_(SOCKET|CLOSED|DESTROYED|RES_CONTENT_LENGTH_MISMATCH)$/, 'CONNECTION_CLOSED'],
  [/^(ERR_SSL_|ERR_TLS_|EPROTO$)/, 'TLS_HANDSHAKE'],
  [/^(HPE_|UND_ERR_HEADERS_OVERFLOW$)/, 'NOT_HTTP'],
];

const reply = new RegExp(`\\b(${redis.join('|')})\\b`);
const isReply = (word: string | undefined): word is (typeof redis)[number] => redis.some((known) => known === word);

/** The cause of an error of a socket, undici, ioredis or the trace exporter. */
export function connectionCause(error: unknown): ConnectionCause {
  if (!(error instanceof Error)) return 'OTHER';
  if (error.name === 'HTTPParserError') return 'NOT_HTTP';
  const code = codeOf(error);
  // A connection attempt and an established connection that time out share this code.
  if (code === 'ETIMEDOUT' && syscallOf(error) === 'connect') return 'CONNECT_TIMEOUT';
  const known = own.get(code) ?? byCode.find(([form]) => form.test(code))?.[1];
  if (known) return known;
  const word = reply.exec(error.message)?.[1];
  if (isReply(word)) return word;
  if (/^connect ETIMEDOUT/.test(error.message)) return 'CONNECT_TIMEOUT';
  if (/^(Command timed out|Socket timeout)/.test(error.message)) return 'RESPONSE_TIMEOUT';
  if (/^Connection is closed/.test(error.message)) return 'CONNECTION_CLOSED';
  return error.cause === undefined ? 'OTHER' : connectionCause(error.cause);
}

const never: ReadonlySet<ConnectionCause> = new Set([...certificate, ...unconnected, 'CONNECT_TIMEOUT']);

/** Whether no byte of the request left this machine, apart from a TLS handshake. */
export const neverConnected = (cause: ConnectionCause): boolean => never.has(cause);

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : '');
const syscallOf = (error: Error): unknown => ('syscall' in error ? error.syscall : undefined);
