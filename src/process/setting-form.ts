/** Forms of settings, each with its hint: valid range and message are built from the same numbers. */
import * as v from 'valibot';
import type { CorsOrigins } from '../auth/page-origin.ts';

/** The form of a variable, and the text after "must be" in its message. */
export type SettingForm<Value> = readonly [form: v.GenericSchema<string, Value>, hint: string];

export const matching = (form: RegExp) => v.pipe(v.string(), v.regex(form));
export const numberMatching = (form: RegExp) => v.pipe(matching(form), v.transform(Number));

/** An integer in decimal digits. */
export const wholeNumber = (least: number, most: number): SettingForm<number> => [
  v.pipe(numberMatching(/^(0|[1-9]\d{0,8})$/), v.minValue(least), v.maxValue(most)),
  `a number from ${least} to ${most}`,
];

export const port = wholeNumber(0, 65_535);
export const count = wholeNumber(1, 999_999);

/** A percentage, converted to a ratio. */
export const percent = (least: number, most: number): SettingForm<number> => {
  const [form, hint] = wholeNumber(least, most);
  return [
    v.pipe(
      form,
      v.transform((percentage) => percentage / 100),
    ),
    hint,
  ];
};

/** One of several words. */
export const oneOf = <const Words extends readonly [string, ...string[]]>(
  ...words: Words
): SettingForm<Words[number]> => [v.picklist(words), `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`];

export const onOff: SettingForm<boolean> = [
  v.pipe(
    v.picklist(['on', 'off']),
    v.transform((value) => value === 'on'),
  ),
  'on or off',
];

/**
 * Only the form is checked here; the socket reports an address that this machine does not have, see listen-fault.ts.
 */
export const host: SettingForm<string> = [
  matching(/^[\w.:-]+$/),
  'an address to listen on, such as 127.0.0.1, 0.0.0.0 or ::1',
];

/** The path of an endpoint. GraphiQL loads its files from URLs that begin with the last segment. */
export const path: SettingForm<string> = [
  matching(/^(\/[\w-][\w.~-]*)+$/),
  'a path such as /graphql or /api/auth/graphql',
];

/** A URL with one of these schemes, each with its colon. Surrounding whitespace and line breaks are removed. */
export const url = (...schemes: readonly string[]) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\w+:\/\//),
    v.check((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol)),
  );

/** Whether the host of a URL, or a listen address, can be reached only from this machine. */
export const isLoopback = (hostname: string) =>
  ['localhost', '[::1]', '::1'].includes(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** An origin without path, query, fragment or credentials, which would be ignored. */
export const origin = v.pipe(
  url('http:', 'https:'),
  v.transform((text) => new URL(text)),
  v.check(({ pathname, search, hash }) => pathname === '/' && search === '' && hash === ''),
  v.check(({ username, password }) => username === '' && password === ''),
  v.check(({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname)),
  v.transform(({ origin }) => origin),
);

/** Whether a text is an origin in the form in which browsers send it. */
const isExactOrigin = (text: string): boolean => {
  const { success, output } = v.safeParse(origin, text);
  return success && output === text && !text.includes('*');
};

/** Origins of pages; `*` matches all. */
export const pageOrigins: SettingForm<CorsOrigins> = [
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((entry) => entry.trim())),
    v.check((entries) => entries.join() === '*' || entries.every(isExactOrigin)),
    v.transform((entries) => (entries.join() === '*' ? '*' : entries)),
  ),
  'origins joined by commas, each as browsers send it, such as https://app.example.com; plain http only for loopback',
];

/** Names of cookies. */
export const cookieNames: SettingForm<readonly string[]> = [
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((name) => name.trim())),
    v.check((names) => names.every((name) => /^[\w!#$%&'*.^`|~+-]+$/.test(name))),
  ),
  'names of cookies joined by commas, such as stytch_session,stytch_session_jwt',
];

/** A Redis URL, whose path is the database number. */
export const redisUrl = v.pipe(
  url('redis:', 'rediss:'),
  v.transform((text) => new URL(text)),
  v.check(({ hostname, pathname }) => hostname !== '' && /^\/?\d{0,5}$/.test(pathname)),
  v.transform(({ href }) => href),
);
