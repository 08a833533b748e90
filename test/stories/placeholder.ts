/** `<Placeholders>` represent values that differ from run to run. */

/** Values of placeholders, by name. */
export type Values = Map<string, string>;

const placeholder = /<([^<>\n]+)>/g;
/** Placeholders that match any value of a format, and may differ at each occurrence. */
const forms: Readonly<Record<string, string>> = { time: '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z' };

/** A text with its placeholders replaced by their values. */
export const filled = (text: string, values: Values): string =>
  text.replaceAll(placeholder, (_, name: string) => {
    const value = values.get(name);
    if (value === undefined) throw new Error(`<${name}> is in no response before.`);
    return value;
  });

/** The same for JSON: values are escaped as in JSON strings. */
export const filledJson = (text: string, values: Values): string =>
  filled(text, new Map([...values].map(([name, value]) => [name, JSON.stringify(value).slice(1, -1)])));

const escaped = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** Reads the values of new placeholders from a text. */
function matched(printed: string, actual: string, values: Values): string {
  const names: string[] = [];
  const form = printed.split(placeholder).map((part, at) => {
    if (at % 2 === 0) return escaped(part);
    const known = values.get(part);
    if (known !== undefined) return escaped(known);
    if (forms[part]) return forms[part];
    if (names.includes(part)) return `\\${names.indexOf(part) + 1}`;
    names.push(part);
    // A text that consists of one placeholder matches any text, such as a message of several lines.
    return printed === `<${part}>` ? '([\\s\\S]+)' : '([^&\\s]+)';
  });
  const found = new RegExp(`^${form.join('')}$`).exec(actual);
  if (!found) return printed;
  for (const [at, name] of names.entries()) values.set(name, found[at + 1] ?? '');
  return actual;
}

/**
 * The printed value as expected in this run: a text that matches its placeholders is replaced by the actual text, and
 * its placeholders are bound to their values from then on.
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
