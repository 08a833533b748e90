/** Logs: one line of JSON per event, on standard error. */
import { type DestinationStream, destination, pino } from 'pino';
import type { Log, LogFields, Write } from '../stytch/log.ts';

/** The lowest level that is logged. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Field names whose values are always redacted. No line of the gateway has such a field, because field types are flat
 * and fields are chosen one by one: this is the second line of defence.
 */
const REDACTED = [
  'accessToken',
  'address',
  'apiKey',
  'authorization',
  'body',
  'cookie',
  'email',
  'emailAddress',
  'input',
  'jwt',
  'password',
  'query',
  'secret',
  'sessionJwt',
  'sessionToken',
  'token',
  'variables',
];

/** Max buffered characters. Further lines are dropped and counted, so that logging cannot exhaust the memory. */
const MOST_WAITING = 1024 * 1024;

/** Bytes per write: one write per line would take as long as reading a Stytch response. */
const GATHERED = 16_000;
/** Max milliseconds before buffered lines are written. */
const FLUSH = 100;

/**
 * Asynchronous standard error: a slow reader must not delay requests. Lines are written in batches, at most a tenth of
 * a second late. pino flushes the buffer when the process exits; a killed process loses it.
 *
 * @param dropped called for each line dropped because the buffer is full
 */
export function stderrStream(dropped: () => void = () => {}): DestinationStream {
  const stream = destination({
    dest: 2,
    sync: false,
    maxLength: MOST_WAITING,
    minLength: GATHERED,
    periodicFlush: FLUSH,
    // Text mode would copy the buffer with each new line.
    contentMode: 'buffer',
  });
  stream.on('drop', dropped);
  return { write: (line) => void stream.write(Buffer.from(line)) };
}

/**
 * The second of the last line and its ISO 8601 form, cached because formatting a date takes as long as the rest of a
 * line.
 */
let second = Number.NaN;
let written = '';

function isoTime(): string {
  const now = Date.now();
  const milliseconds = now % 1_000;
  if (now - milliseconds !== second) {
    second = now - milliseconds;
    written = new Date(second).toISOString().slice(0, -'000Z'.length);
  }
  return `,"time":"${written}${String(milliseconds).padStart(3, '0')}Z"`;
}

/** Creates a log that writes lines of this level and above. */
export function createLog(level: LogLevel, stream: DestinationStream): Log {
  const logger = pino(
    {
      level,
      base: null,
      messageKey: 'message',
      timestamp: isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: REDACTED,
    },
    stream,
  );
  const writes = (at: 'debug' | 'info' | 'warn' | 'error'): Write => {
    return (message, fields) => (fields ? logger[at](fields, message) : logger[at](message));
  };
  return {
    warn: writes('warn'),
    error: writes('error'),
    info: logger.isLevelEnabled('info') ? writes('info') : undefined,
    debug: logger.isLevelEnabled('debug') ? writes('debug') : undefined,
  };
}

/** The log of one request: adds its correlation id to each line. */
export class RequestLog implements Log {
  readonly #log: Log;
  readonly #correlationId: string;

  constructor(log: Log, correlationId: string) {
    this.#log = log;
    this.#correlationId = correlationId;
  }

  warn(message: string, fields?: LogFields): void {
    this.#log.warn(message, this.#with(fields));
  }

  error(message: string, fields?: LogFields): void {
    this.#log.error(message, this.#with(fields));
  }

  get info(): Write | undefined {
    const write = this.#log.info;
    return write && ((message, fields) => write(message, this.#with(fields)));
  }

  get debug(): Write | undefined {
    const write = this.#log.debug;
    return write && ((message, fields) => write(message, this.#with(fields)));
  }

  #with(fields: LogFields = {}): LogFields {
    return { ...fields, correlationId: this.#correlationId };
  }
}
