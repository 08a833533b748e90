/**
 * JSON with exact numbers. JavaScript parses 9007199254740993 as 9007199254740992 and 1e400 as Infinity, and writes 1.0
 * as 1. Free-form data is passed on unchanged, so its numbers are written as they were read (RFC 8259, section 6,
 * leaves range and precision open).
 */

declare global {
  // Part of ECMAScript 2026; not yet in TypeScript's library.
  interface JSON {
    rawJSON(text: string): object;
    isRawJSON(value: unknown): boolean;
  }
}

/**
 * Texts of inexact numbers by the object or list that holds them. Every ancestor of such an object or list has an
 * entry, too.
 */
const inexact = new WeakMap<object, Map<string, string>>();

/**
 * Numbers that JavaScript may write differently: long, with a fraction or an exponent, or -0. Strings may match
 * falsely.
 */
const MAY_BE_INEXACT = /(?:":|[[,])\s*(?:-0|-?\d+[.eE]|-?\d{16})/;

/**
 * JSON.parse that remembers the text of numbers that JavaScript would write differently.
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

/**
 * A copy of a value of `parseJson` that JSON.stringify writes with exact numbers. A value without inexact numbers is
 * returned unchanged.
 */
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

/** The number of a GraphQL literal, with its exact text. */
export function exactNumber(text: string): unknown {
  const number = Number(text);
  return String(number) === text ? number : JSON.rawJSON(text);
}
