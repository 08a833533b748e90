import { invalidInput } from './error.ts';
import { toGraphName } from './names.ts';

const plain = /^[A-Za-z0-9._~|-]{1,256}$/;
/** What fits that, and yet is nobody's id: steps of a path, and what a map by ids would trip over. */
const notIds: ReadonlySet<unknown> = new Set(['.', '..', '__proto__']);

/** Ids as Stytch makes them: there is nothing in them that could be read otherwise in a URL. */
const harmless = /^[A-Za-z0-9_-]{1,256}$/;

/** The texts of a template and the parameters between them, by their names in the graph, as they were first asked for. */
const known = new Map<string, { readonly texts: readonly string[]; readonly names: readonly string[] }>();

function partsOf(template: string) {
  const names = () => pathParameters(template).map(toGraphName);
  const parts = known.get(template) ?? { texts: template.split(/\{\w+\}/), names: names() };
  known.set(template, parts);
  return parts;
}

/**
 * Fills the parameters of a path template. A parameter comes from a stranger, and URL parsing resolves `..` even when
 * it is percent-encoded, which would turn one operation into another; so only the characters of Stytch's ids, slugs and
 * external ids pass, and a path with other than harmless ids must come back from `new URL()` as it went in.
 *
 * @param parameters by camelCase names; may hold others
 * @throws StytchError INVALID_INPUT that names the parameter, never its value
 */
export function fillPath(template: string, parameters: Readonly<Record<string, unknown>>): string {
  const { texts, names } = partsOf(template);
  let path = texts[0] ?? '';
  let allHarmless = true;
  for (const [index, name] of names.entries()) {
    const value = parameters[name];
    const isHarmless = typeof value === 'string' && harmless.test(value);
    if (typeof value !== 'string' || !(isHarmless || plain.test(value)) || notIds.has(value)) {
      throw invalidInput(`\`${name}\` must be 1 to 256 letters, digits or any of . _ ~ | - and more than dots alone.`);
    }
    allHarmless &&= isHarmless;
    path += (isHarmless ? value : encodeURIComponent(value)) + (texts[index + 1] ?? '');
  }
  if (!allHarmless && new URL(path, 'http://localhost').pathname !== path) {
    throw invalidInput('The ids given do not form a valid path.');
  }
  return path;
}

/** The parameter names of a path template, in order. */
export const pathParameters = (template: string): string[] =>
  Array.from(template.matchAll(/\{(\w+)\}/g), (match) => match[1] ?? '');
