import { isRecord } from '../../stytch/contract/record.ts';
import { fail } from '../errors.ts';
import type { Endpoint } from '../kind.ts';
import type { ProjectStore } from '../store.ts';

/** What a control call sent. */
export type ControlRequest = Record<string, unknown>;

/** A Boolean in what was sent, or a refusal of anything else. */
export const flagIn = (sent: ControlRequest, name: string): boolean | undefined => {
  const value = sent[name];
  if (value === undefined || typeof value === 'boolean') return value;
  return fail(400, 'invalid_argument', `${name} is true or false.`);
};

/** A text in what was sent, or a refusal of anything else. */
export const textIn = (sent: ControlRequest, name: string): string | undefined => {
  const value = sent[name];
  if (value === undefined || typeof value === 'string') return value;
  return fail(400, 'invalid_argument', `${name} is a string.`);
};

/** A list of texts in what was sent; empty if it is left out. */
export const listIn = (sent: ControlRequest, name: string): string[] => {
  const value = sent[name] ?? [];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string')
    ? value
    : fail(400, 'invalid_argument', `${name} is a list of strings.`);
};

/**
 * Refuses a property of another name than these.
 *
 * @param place of the object, such as `seed.organizations.0`; empty for the request itself
 */
export function checkNames(place: string, sent: Readonly<ControlRequest>, names: readonly string[]): void {
  const unknown = Object.keys(sent).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  const path = place === '' ? unknown : `${place}.${unknown}`;
  fail(400, 'invalid_argument', `${path}: The properties are ${names.join(', ')}.`);
}

/** An endpoint that refuses properties of other names than these. */
export const taking =
  <S extends ProjectStore>(names: readonly string[], endpoint: Endpoint<S>): Endpoint<S> =>
  (store, sent) => {
    checkNames('', sent, names);
    return endpoint(store, sent);
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
