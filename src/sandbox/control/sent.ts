import { isRecord } from '../../stytch/client/response-faults.ts';
import { fail } from '../errors.ts';

/** What a control call sent. */
export type ControlRequest = Record<string, unknown>;

/** A text in what was sent, or a refusal of anything else. */
export const textIn = (sent: ControlRequest, name: string): string | undefined => {
  const value = sent[name];
  if (value === undefined || typeof value === 'string') return value;
  return fail(400, 'invalid_argument', `${name} is a string.`);
};

/** A request's JSON body as an object, or a refusal. */
export const readObject = (body: string | undefined): ControlRequest => {
  try {
    const read: unknown = JSON.parse(body ?? '');
    if (isRecord(read)) return { ...read };
  } catch {
    // Not JSON: refused below.
  }
  return fail(400, 'bad_request', 'The body is not a JSON object.');
};
