import { fail } from '../errors.ts';
import { emailDomainOf } from '../store.ts';

type Metadata = Record<string, unknown>;

/** Merges a change into metadata, key by key; null removes a key. Max 20 keys and 4 kB. */
export const mergeMetadata = (current: Metadata | undefined, change: Metadata | undefined): Metadata => {
  const merged = Object.fromEntries(Object.entries({ ...current, ...change }).filter(([, value]) => value !== null));
  if (Object.keys(merged).length > 20) fail(400, 'metadata_too_many_keys', 'Metadata has 20 keys at most.');
  if (JSON.stringify(merged).length > 4096) fail(400, 'metadata_too_large', 'Metadata takes 4096 bytes at most.');
  return merged;
};

/** Rejects a value outside a closed set; undefined is accepted. */
export const checkOneOf = (value: string | undefined, allowed: readonly string[], type: string, name: string) => {
  if (value !== undefined && !allowed.includes(value)) fail(400, type, `${name} is one of ${allowed.join(', ')}.`);
};

/**
 * Rejects an external id that is empty, longer than 128 characters or has characters outside `A-Z a-z 0-9 . _ - |`.
 */
export const checkExternalId = (value: string | undefined, type: string) => {
  if (value !== undefined && !/^[A-Za-z0-9._|-]{1,128}$/.test(value)) {
    fail(400, type, 'An external id has 1 to 128 letters, digits, dots, dashes, underscores or bars.');
  }
};

/** Rejects a value that is not an email address. */
export const checkEmail = (value: string | undefined) => {
  if (value !== undefined && !/^(?:"[^"]+"|[^\s@]+)@[^\s@.]+(\.[^\s@.]+)+$/.test(value)) {
    fail(400, 'invalid_email', 'This is not an email address.');
  }
};

/** Rejects a phone number that is not in E.164 form. */
export const checkPhoneNumber = (value: string | undefined) => {
  if (value !== undefined && !/^\+[1-9]\d{6,14}$/.test(value)) {
    fail(400, 'invalid_phone_number', 'A phone number is written in E.164 form, such as +14155550100.');
  }
};

/** Rejects a value that is not an absolute http or https URL. */
export const checkUrl = (value: string | undefined, type = 'invalid_url') => {
  const url = value ? URL.parse(value) : undefined;
  if (value && !['http:', 'https:'].includes(url?.protocol ?? '')) fail(400, type, 'This is not a web address.');
};

/** Lifetime of an emailed link in minutes. Rejects a value outside of 5 to 10080 (a week). */
export const checkLinkMinutes = (minutes: number | undefined, usual = 60): number => {
  if (minutes === undefined) return usual;
  if (minutes < 5 || minutes > 10_080) fail(400, 'invalid_expiration', 'A link works for 5 to 10080 minutes.');
  return minutes;
};

/** Domains with public registration, such as gmail.com. Organizations can neither claim nor allow them. */
const commonDomains = [
  'gmail.com',
  'googlemail.com',
  'outlook.com',
  'hotmail.com',
  'yahoo.com',
  'icloud.com',
  'aol.com',
];

/** Whether a text is a domain name, and whether it is a domain with public registration. */
export const isDomain = (value: string) => /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value);
export const isCommonDomain = (value: string) => commonDomains.includes(emailDomainOf(`@${value}`));
