import { isRecord } from '../stytch/contract/record.ts';

/** Time at which a session in a response expires; undefined if the response does not contain it. */
export function expiryOf(session: unknown): string | undefined {
  const expiresAt = isRecord(session) ? session['expires_at'] : undefined;
  return typeof expiresAt === 'string' ? expiresAt : undefined;
}
