/** What the gateway says while it runs: one line of JSON an event, on standard error. */
import { type DestinationStream, destination, pino } from 'pino';
import type { Log, LogFields, Write } from '../stytch/log.ts';

/** The least grave line that is written. */
export const logLevels = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/**
 * Names under which no value is ever written, whoever passes it. Our own lines have no such field (the type of the fields is
 * flat, and what is logged is chosen name by name): this is the net below.
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

/** Characters of lines that wait to be written. Beyond that lines are lost, and counted: logging never fills the memory. */
const MOST_WAITING = 1024 * 1024;

/** Bytes that are gathered for one write: one for each line would take as long as reading an answer of Stytch. */
const GATHERED = 16_000;
/** Milliseconds after which they are written at the latest. */
const FLUSH = 100;

/**
 * Standard error, written to without waiting: a reader that is slow must not hold up requests. Lines are handed over in
 * batches, a tenth of a second late at most; pino flushes what waits when the process exits, and only one that is killed
 * loses it.
 *
 * @param dropped is told of each line that is lost because too much waits
 */
export function stderrStream(dropped: () => void = () => {}): DestinationStream {
  const stream = destination({
    dest: 2,
    sync: false,
    maxLength: MOST_WAITING,
    minLength: GATHERED,
    periodicFlush: FLUSH,
    // What is gathered as text is copied with each line that comes.
    contentMode: 'buffer',
  });
  stream.on('drop', dropped);
  return { write: (line) => void stream.write(Buffer.from(line)) };
}

/** The second in which the last line was written, and how it is written (ISO 8601): a whole date takes as long as a whole line. */
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

/** A log that writes lines of a level and the graver ones. */
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

/** The same log for one request: each line carries the id by which its caller knows it. */
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
