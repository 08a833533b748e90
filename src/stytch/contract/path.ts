import { invalidInput, invalidProperty } from '../error.ts';
import { toGraphName } from './names.ts';
import { matchesAnother, wordsInPlaceOfParameters } from './path-templates.ts';
import type { RestMethod } from './types.ts';

const plain = /^[A-Za-z0-9._~|-]{1,256}$/;
/** What fits that, and yet is nobody's id: steps of a path, and what a map by ids would trip over. */
const notIds: ReadonlySet<unknown> = new Set(['.', '..', '__proto__']);

/** Whether a text can be a parameter of a path: an id, a slug or an external id. */
export const isPathParameter = (text: string): boolean => plain.test(text) && !notIds.has(text);

/** Ids as Stytch makes them: there is nothing in them that could be read otherwise in a URL. */
const harmless = /^[A-Za-z0-9_-]{1,256}$/;

/** A template taken apart. */
interface Parts {
  /** What stands before, between and after the parameters. */
  readonly texts: readonly string[];
  /** The parameters by their names on the wire, and in the graph. */
  readonly names: readonly (readonly [property: string, name: string])[];
  /** For each parameter, the words that make the path look like one of another operation. */
  readonly words: readonly ReadonlySet<string>[];
}

/** Templates by method, as they were first asked for. */
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
 * Fills the parameters of a path template. A parameter comes from a stranger, and URL parsing resolves `..` even when
 * it is percent-encoded, which would turn one operation into another; so only the characters of Stytch's ids, slugs and
 * external ids pass, a path with other than harmless ids must come back from `new URL()` as it went in, and none may match
 * the template of another operation.
 *
 * @param parameters by camelCase names; may hold others
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
      const form = '1 to 256 letters, digits or any of . _ ~ | - and more than dots alone';
      throw invalidProperty(`\`${name}\` must be ${form}.`, property);
    }
    allHarmless &&= isHarmless;
    if (words[index]?.has(value)) confusing ??= parameter;
    path += (isHarmless ? value : encodeURIComponent(value)) + (texts[index + 1] ?? '');
  }
  if (!allHarmless && new URL(path, 'http://localhost').pathname !== path) {
    throw invalidInput('The ids given do not form a valid path.');
  }
  if (confusing !== undefined && matchesAnother(method, template, path)) {
    const [property, name] = confusing;
    throw invalidProperty(`\`${name}\` is a word of another path here: give the id that Stytch made.`, property);
  }
  return path;
}

/** The parameter names of a path template, in order. */
export const pathParameters = (template: string): string[] =>
  Array.from(template.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '');
