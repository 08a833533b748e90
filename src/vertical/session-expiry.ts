import { isRecord } from '../stytch/contract/record.ts';

/** When a session of a response ends; undefined if the response does not say. */
export function expiryOf(session: unknown): string | undefined {
  const expiresAt = isRecord(session) ? session['expires_at'] : undefined;
  return typeof expiresAt === 'string' ? expiresAt : undefined;
}
