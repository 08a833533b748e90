/**
 * Path confusion within the permitted characters: an id that is a word of another path makes a request to another operation.
 * `DELETE .../members/{member_id}/external_id` for the member `mfa_phone_numbers` is
 * `DELETE .../members/mfa_phone_numbers/{member_id}` for the member `external_id`.
 */
import { operations } from './operations.ts';
import type { RestMethod } from './types.ts';

interface Template {
  readonly path: string;
  /** Between the slashes; null stands for a parameter. */
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

/** For each parameter of a template, in order, the words that other templates of the method have in its place. */
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
