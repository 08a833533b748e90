/** `<Placeholders>` stand for what differs from run to run. */

/** What placeholders stand for, by their names. */
export type Values = Map<string, string>;

const placeholder = /<([^<>\n]+)>/g;
/** Placeholders that stand for any value of a form, and for another one at each place. */
const forms: Readonly<Record<string, string>> = { time: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z' };

/** A text with the values in place. */
export const filled = (text: string, values: Values): string =>
  text.replaceAll(placeholder, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`<${name}> is in no response before.`);
    return value;
  });

/** The same for JSON: a value may hold what JSON escapes within a text. */
export const filledJson = (text: string, values: Values): string =>
  filled(text, new Map([...values].map(([name, value]) => [name, JSON.stringify(value).slice(1, -1)])));

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Takes the values of new placeholders from a text. */
function matched(printed: string, actual: string, values: Values): string {
  const names: string[] = [];
  const form = printed.split(placeholder).map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    const known = values.get(part);
    if (known !== undefined) return escaped(known);
    if (forms[part]) return forms[part];
    if (names.includes(part)) return `\\${names.indexOf(part) + 1}`;
    names.push(part);
    // A text that is a placeholder and nothing more may be anything, such as a message of several lines.
    return printed === `<${part}>` ? '([\\s\\S]+)' : '([^&\\s]+)';
  });
  const found = new RegExp(`^${form.join('')}$`).exec(actual);
  if (!found) return printed;
  for (const [at, name] of names.entries()) values.set(name, found[at + 1] ?? '');
  return actual;
}

/**
 * A printed value as it must have been this time: where a text fits its placeholders, the actual text stands in its place,
 * and the placeholders have their values from here on.
 */
export function expectation(printed: unknown, actual: unknown, values: Values): unknown {
  if (typeof printed === 'string') return typeof actual === 'string' ? matched(printed, actual, values) : printed;
  if (typeof printed !== 'object' || printed === null) return printed;
  const inner: unknown = Object(actual);
  if (Array.isArray(printed)) {
    return printed.map((item: unknown, at) => expectation(item, Reflect.get(Object(inner), at), values));
  }
  return Object.fromEntries(
    Object.entries(printed).map(([key, value]: [string, unknown]) => [
      key,
      expectation(value, Reflect.get(Object(inner), key), values),
    ]),
  );
}
