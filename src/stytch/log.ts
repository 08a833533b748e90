/** Log interface for the code that writes log lines. telemetry/log.ts implements it. */

/** Fields of a log line. Never variables, bodies, tokens or addresses. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Writes one line. */
export type Write = (message: string, fields?: LogFields) => void;

/**
 * Logger of the gateway. The two lower levels are undefined if disabled: called as `log.info?.(...)`, so that disabled
 * lines are not composed.
 */
export interface Log {
  readonly warn: Write;
  readonly error: Write;
  readonly info?: Write | undefined;
  readonly debug?: Write | undefined;
}
