import { invalidInput, invalidProperty } from '../error.ts';
import { toGraphName } from './names.ts';
import { matchesAnother, wordsInPlaceOfParameters } from './path-templates.ts';
import type { RestMethod } from './types.ts';

const plain = /^[A-Za-z0-9._~|-]{1,256}$/;
/** Values of valid characters that are no ids: relative path segments, and the prototype property of objects. */
const notIds: ReadonlySet<unknown> = new Set(['.', '..', '__proto__']);

/** Whether a text can be a path parameter: an id, a slug or an external id. */
export const isPathParameter = (text: string): boolean => plain.test(text) && !notIds.has(text);

/** Characters of Stytch's own ids, which have no special meaning in a URL. */
const harmless = /^[A-Za-z0-9_-]{1,256}$/;

/** A parsed path template. */
interface Parts {
  /** The fixed texts before, between and after the parameters. */
  readonly texts: readonly string[];
  /** The parameters by wire name and graph name. */
  readonly names: readonly (readonly [property: string, name: string])[];
  /** For each parameter, the values that could make the path match another operation. */
  readonly words: readonly ReadonlySet<string>[];
}

/** Cache of parsed templates by method. */
const known = new Map<string, Parts>();

function partsOf(method: RestMethod, template: string): Parts {
  const key = `${method} ${template}`;
  const parts = known.get(key) ?? {
    texts: template.split(/\{\w+\}/),
    names: pathParameters(template).map((property) => [property, toGraphName(property)]),
    words: wordsInPlaceOfParameters(method, template),
  };
  known.set(key, parts);
  return parts;
}

/**
 * Fills the parameters of a path template. Parameters are untrusted, and URL parsing resolves `..` even when it is
 * percent-encoded, which would call another operation. Three checks prevent that: only the characters of Stytch's ids,
 * slugs and external ids are valid; a path with other characters than those of ids must be unchanged by `new URL()`;
 * and the path must not match the template of another operation.
 *
 * @param parameters by camelCase names; may contain others
 * @throws StytchError INVALID_INPUT that names the parameter, never its value
 */
export function fillPath(method: RestMethod, template: string, parameters: Readonly<Record<string, unknown>>): string {
  const { texts, names, words } = partsOf(method, template);
  let path = texts[0] ?? '';
  let allHarmless = true;
  let confusing: (typeof names)[number] | undefined;
  for (const [index, parameter] of names.entries()) {
    const [property, name] = parameter;
    const value = parameters[name];
    const isHarmless = typeof value === 'string' && harmless.test(value);
    if (typeof value !== 'string' || !(isHarmless || plain.test(value)) || notIds.has(value)) {
      const form = '1 to 256 letters, digits or any of . _ ~ | - and not dots alone';
      throw invalidProperty(`\`${name}\` must be ${form}.`, property);
    }
    allHarmless &&= isHarmless;
    if (words[index]?.has(value)) confusing ??= parameter;
    path += (isHarmless ? value : encodeURIComponent(value)) + (texts[index + 1] ?? '');
  }
  if (!allHarmless && new URL(path, 'http://localhost').pathname !== path) {
    throw invalidInput('The ids do not form a valid path. Send the ids that Stytch assigned.');
  }
  if (confusing !== undefined && matchesAnother(method, template, path)) {
    const [property, name] = confusing;
    throw invalidProperty(`\`${name}\` is part of another API path. Send the id that Stytch assigned.`, property);
  }
  return path;
}

/** The parameter names of a path template, in order. */
export const pathParameters = (template: string): string[] =>
  Array.from(template.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '');
