// Moved to telemetry/log.ts; this goes once nothing imports it.
import { createLog, stderr } from './telemetry/log.ts';

export type { Log, LogFields } from './telemetry/log.ts';
export const stderrLog = createLog(
  'warn',
  stderr(() => {}),
);
