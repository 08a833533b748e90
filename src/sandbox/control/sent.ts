import { isRecord } from '../../stytch/contract/record.ts';
import { fail } from '../errors.ts';
import type { Endpoint } from '../kind.ts';
import type { ProjectStore } from '../store.ts';

/** Input of a control request. */
export type ControlRequest = Record<string, unknown>;

/** Boolean property. Rejects any other type. */
export const flagIn = (sent: ControlRequest, name: string): boolean | undefined => {
  const value = sent[name];
  if (value === undefined || typeof value === 'boolean') return value;
  return fail(400, 'invalid_argument', `${name} is true or false.`);
};

/** Text property. Rejects any other type. */
export const textIn = (sent: ControlRequest, name: string): string | undefined => {
  const value = sent[name];
  if (value === undefined || typeof value === 'string') return value;
  return fail(400, 'invalid_argument', `${name} is a string.`);
};

/** List of texts; empty if absent. Rejects any other type. */
export const listIn = (sent: ControlRequest, name: string): string[] => {
  const value = sent[name] ?? [];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    ? value
    : fail(400, 'invalid_argument', `${name} is a list of strings.`);
};

/**
 * Rejects unknown properties.
 *
 * @param place position of the object, such as `seed.organizations.0`; empty for the request itself
 */
export function checkNames(place: string, sent: Readonly<ControlRequest>, names: readonly string[]): void {
  const unknown = Object.keys(sent).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const path = place === '' ? unknown : `${place}.${unknown}`;
  fail(400, 'invalid_argument', `${path}: The properties are ${names.join(', ')}.`);
}

/** Wraps an endpoint to reject unknown properties. */
export const taking =
  <S extends ProjectStore>(names: readonly string[], endpoint: Endpoint<S>): Endpoint<S> =>
  (store, sent) => {
    checkNames('', sent, names);
    return endpoint(store, sent);
  };

/** JSON body of a request as an object. Rejects any other body. */
export const readObject = (body: string | undefined): ControlRequest => {
  try {
    const read: unknown = JSON.parse(body ?? '');
    if (isRecord(read)) return { ...read };
  } catch {
    // Not JSON: rejected below.
  }
  return fail(400, 'bad_request', 'The body is not a JSON object.');
};
