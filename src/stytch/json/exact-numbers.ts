/**
 * JSON whose numbers keep their text. JavaScript reads 9007199254740993 as 9007199254740992 and 1e400 as Infinity, and writes
 * 1.0 as 1. Free-form data is passed on untouched, so its numbers are written as they were read (RFC 8259, section 6, leaves
 * their range and precision open).
 */

declare global {
  // Part of ECMAScript since 2026; TypeScript's library does not have them yet.
  interface JSON {
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/** Numbers by the object or list that holds them. Whatever holds such an object or list has an entry too. */
const inexact = new WeakMap<object, Map<string, string>>();

/** A number that JavaScript may write otherwise: long, with a fraction or an exponent, or -0. Texts may look like one. */
const MAY_BE_INEXACT = /(?:":|[[,])\s*(?:-0|-?\d+[.eE]|-?\d{16})/;

/**
 * JSON.parse, which remembers the text of the numbers that JavaScript would write otherwise.
 *
 * @throws SyntaxError whose message quotes the text
 */
export function parseJson(text: string): unknown {
  return MAY_BE_INEXACT.test(text) ? JSON.parse(text, remember) : JSON.parse(text);
}

function remember(this: object, key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  if (typeof value === 'number' && source !== undefined && source !== String(value)) numbersOf(this).set(key, source);
  else if (typeof value === 'object' && value !== null && inexact.has(value)) numbersOf(this);
  return value;
}

function numbersOf(holder: object): Map<string, string> {
  const numbers = inexact.get(holder) ?? new Map<string, string>();
  inexact.set(holder, numbers);
  return numbers;
}

/** A value of `parseJson` that JSON.stringify writes with the numbers as they were read. Other values are returned as they are. */
export function withExactNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const numbers = inexact.get(value);
  if (!numbers) return value;
  const exact = (key: string, inner: unknown): unknown => {
    const text = numbers.get(key);
    return text === undefined ? withExactNumbers(inner) : JSON.rawJSON(text);
  };
  return Array.isArray(value)
    ? value.map((item, index) => exact(String(index), item))
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exact(key, inner)]));
}

/** The number that a literal of GraphQL writes, as it is written. */
export function exactNumber(text: string): unknown {
  const number = Number(text);
  return String(number) === text ? number : JSON.rawJSON(text);
}
