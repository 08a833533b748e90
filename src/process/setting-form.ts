/** Forms of settings, each with how it is said to the operator: range and message come from the same numbers. */
import * as v from 'valibot';
import type { CorsOrigins } from '../auth/page-origin.ts';

/** The form of a variable, and what follows "must be" in its message. */
export type SettingForm<Value> = readonly [form: v.GenericSchema<string, Value>, hint: string];

export const matching = (form: RegExp) => v.pipe(v.string(), v.regex(form));
export const numberMatching = (form: RegExp) => v.pipe(matching(form), v.transform(Number));

/** A whole number in decimal digits. */
export const wholeNumber = (least: number, most: number): SettingForm<number> => [
  v.pipe(numberMatching(/^(0|[1-9]\d{0,8})$/), v.minValue(least), v.maxValue(most)),
  `a number from ${least} to ${most}`,
];

export const port = wholeNumber(0, 65_535);
export const count = wholeNumber(1, 999_999);

/** A share, set as a percentage. */
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

/** One word of several. */
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

/** Whether there is such an address shows when the program listens; see listen-fault.ts. */
export const host: SettingForm<string> = [
  matching(/^[\w.:-]+$/),
  'an address to listen on, such as 127.0.0.1, 0.0.0.0 or ::1',
];

/** The path of an endpoint. Its last part is what the addresses that GraphiQL asks for begin with. */
export const path: SettingForm<string> = [
  matching(/^(\/[\w-][\w.~-]*)+$/),
  'a path such as /graphql or /api/auth/graphql',
];

/** An address with one of these schemes, each with its colon. Spaces around it and the end of a line are left out. */
export const url = (...schemes: readonly string[]) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.regex(/^\w+:\/\//),
    v.check((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol)),
  );

/** Whether a host of a URL, or an address to listen on, is reached from this machine alone. */
export const isLoopback = (hostname: string) =>
  ['localhost', '[::1]', '::1'].includes(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** An origin and nothing else: whatever else a URL can hold would be ignored. */
export const origin = v.pipe(
  url('http:', 'https:'),
  v.transform((text) => new URL(text)),
  v.check(({ pathname, search, hash }) => pathname === '/' && search === '' && hash === ''),
  v.check(({ username, password }) => username === '' && password === ''),
  v.check(({ protocol, hostname }) => protocol === 'https:' || isLoopback(hostname)),
  v.transform(({ origin }) => origin),
);

/** Whether a text is an origin in the one form in which browsers write it. */
const isExactOrigin = (text: string): boolean => {
  const { success, output } = v.safeParse(origin, text);
  return success && output === text && !text.includes('*');
};

/** Origins of pages; `*` stands for all. */
export const pageOrigins: SettingForm<CorsOrigins> = [
  v.pipe(
    v.string(),
    v.transform((text) => text.split(',').map((entry) => entry.trim())),
    v.check((entries) => entries.join() === '*' || entries.every(isExactOrigin)),
    v.transform((entries) => (entries.join() === '*' ? '*' : entries)),
  ),
  'origins joined by commas, each as browsers write it, such as https://app.example.com; plain http only of loopback',
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

/** The path of a Redis address is the number of a database. */
export const redisUrl = v.pipe(
  url('redis:', 'rediss:'),
  v.transform((text) => new URL(text)),
  v.check(({ hostname, pathname }) => hostname !== '' && /^\/?\d{0,5}$/.test(pathname)),
  v.transform(({ href }) => href),
);
