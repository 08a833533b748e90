/**
 * Prevents path confusion by valid characters: an id that equals a fixed segment of another path would call another
 * operation. `DELETE .../members/{member_id}/external_id` for the member `mfa_phone_numbers` is `DELETE
 * .../members/mfa_phone_numbers/{member_id}` for the member `external_id`.
 */
import { operations } from './operations.ts';
import type { RestMethod } from './types.ts';

interface Template {
  readonly path: string;
  /** The segments between slashes; null for a parameter. */
  readonly segments: readonly (string | null)[];
}

const segmentsOf = (path: string): readonly (string | null)[] =>
  path.split('/').map((segment) => (segment.startsWith('{') ? null : segment));

/** Every template of the contract, by method and number of segments. */
const templates: ReadonlyMap<string, readonly Template[]> = Map.groupBy(
  Object.keys(operations).map((key) => {
    const [method = '', path = ''] = key.split(' ');
    return { method, path, segments: segmentsOf(path) };
  }),
  ({ method, segments }) => `${method} ${segments.length}`,
);

/** For each parameter of a template, in order, the fixed segments of other templates of the method at its position. */
export function wordsInPlaceOfParameters(method: RestMethod, path: string): readonly ReadonlySet<string>[] {
  const segments = segmentsOf(path);
  const others = othersOf(method, path);
  return segments.flatMap((segment, index) =>
    segment === null ? [new Set(others.flatMap((other) => other.segments[index] ?? []))] : [],
  );
}

/** Whether a filled path matches another template of the method. */
export function matchesAnother(method: RestMethod, template: string, path: string): boolean {
  const parts = path.split('/');
  return othersOf(method, template).some(({ segments }) =>
    segments.every((segment, index) => segment === null || segment === parts[index]),
  );
}

const othersOf = (method: RestMethod, path: string): readonly Template[] =>
  (templates.get(`${method} ${path.split('/').length}`) ?? []).filter((template) => template.path !== path);
