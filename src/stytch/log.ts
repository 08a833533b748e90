/** Log lines, as whoever writes one sees them. telemetry/log.ts writes them out. */

/** Facts that go with a log line. Never variables, bodies, tokens or addresses. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Writes one line. */
export type Write = (message: string, fields?: LogFields) => void;

/**
 * Where the gateway says what an operator should know. The two lower levels are absent where they are not wanted: called as
 * `log.info?.(...)`, a line that nobody reads is not even put together.
 */
export interface Log {
  readonly warn: Write;
  readonly error: Write;
  readonly info?: Write | undefined;
  readonly debug?: Write | undefined;
}
