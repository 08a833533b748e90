/** The subject of a request, to which a rate limit of Stytch may apply. */
import { createHash } from 'node:crypto';
import { normalName } from '../contract/normal-name.ts';
import type { RestOperation, WireRequest } from '../contract/operation.ts';
import { tenantNames } from '../contract/traits.ts';

/** Two hashes, so that memory and Redis hold no personal data. */
export interface Subject {
  /** Hash of the operation and all values that name the subject. Requests with the same key are paused together. */
  readonly key: string;
  /**
   * Hash of the person alone, or of the tenant if no person is named. Different names are different subjects for the
   * pause of a class.
   */
  readonly name: string;
}

/**
 * Reads the subject from an encoded request, by the `about` of its operation. If none of these properties is set, the
 * whole request is the subject: requests with different tokens are assumed to concern different people.
 */
export function subjectOf({ id, template, about }: RestOperation, request: WireRequest): Subject {
  const given = valuesOf(template, request, about);
  const persons = given.filter(([name]) => !tenantNames.has(name));
  const named = persons.length > 0 ? persons : given;
  const all = given.length > 0 ? given : [request.path, request.body];
  return { key: hash([id, all]), name: hash(named.length > 0 ? named : [id, all]) };
}

function valuesOf(template: string, { path, body }: WireRequest, names: readonly string[]): [string, string][] {
  if (names.length === 0) return [];
  const [pathname = '', query = ''] = path.split('?');
  const segments = pathname.split('/');
  const values = new Map<string, unknown>(new URLSearchParams(query));
  for (const [name, value] of Object.entries(parse(body))) values.set(name, value);
  for (const [index, part] of template.split('/').entries()) {
    if (part.startsWith('{')) values.set(part.slice(1, -1), decodeURIComponent(segments[index] ?? ''));
  }
  return names.flatMap((name): [string, string][] => {
    const value = values.get(name);
    return value === undefined || value === '' ? [] : [[name, normalize(value)]];
  });
}

const parse = (body: string | null): object => {
  const value: unknown = body === null ? {} : JSON.parse(body);
  return typeof value === 'object' && value !== null ? value : {};
};

/** Addresses are compared case-insensitively. */
const normalize = (value: unknown): string => normalName(typeof value === 'string' ? value : JSON.stringify(value));

const hash = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('base64url');
