/** Facts that go with a log line. Never variables, bodies, tokens or addresses. */
export type LogFields = Record<string, string | number | boolean | undefined>;

/** Where the gateway says what an operator should know. */
export interface Log {
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
}

const line = (level: string) => (message: string, fields?: LogFields) =>
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...fields })}\n`);

/** One JSON line an event, on standard error. */
export const stderrLog: Log = { warn: line('warn'), error: line('error') };
