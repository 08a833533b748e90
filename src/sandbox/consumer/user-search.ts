import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { type Filters, paginate, readQuery } from '../shared/search.ts';
import type { ConsumerStore, User } from './store.ts';

const isUserId = (text: string) => /^user-(test|live)-[0-9a-f-]{36}$/.test(text);

const readText = (value: unknown): string =>
  typeof value === 'string' ? value : fail(400, 'user_search_expected_string', 'This filter takes a text.');

const readMoment = (value: unknown): number => {
  const moment = Date.parse(readText(value));
  return Number.isNaN(moment) ? fail(400, 'user_search_expected_timestamp', 'A moment is RFC 3339.') : moment;
};

const createdAt = ({ created_at = '' }: User): number => Date.parse(created_at);

const readSpan = (value: unknown) => {
  if (typeof value !== 'object' || value === null) {
    return fail(400, 'user_search_expected_object', 'The filter takes greater_than and less_than.');
  }
  if (!('greater_than' in value)) return fail(400, 'user_search_missing_greater_than', 'greater_than is missing.');
  if (!('less_than' in value)) return fail(400, 'user_search_missing_less_than', 'less_than is missing.');
  const [from, to] = [readMoment(value.greater_than), readMoment(value.less_than)];
  return (user: User) => createdAt(user) > from && createdAt(user) < to;
};

/** Filter for users with any of the values. */
const anyOf = (valuesOf: (user: User) => readonly string[]) =>
  ({
    expects: 'strings',
    match: (user: User, wanted: readonly string[]) => valuesOf(user).some((value) => wanted.includes(value)),
  }) as const;

/** Filter for users with or without a factor. */
const whether = (has: (user: User) => boolean) =>
  ({ expects: 'boolean', match: (user: User, wanted: boolean) => has(user) === wanted }) as const;

const isVerified = ({ verified }: { verified: boolean }) => verified;
const lower = (text: string) => text.toLowerCase();

const filters: Filters<User> = {
  user_id: {
    expects: 'own',
    read: (value) => {
      if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) {
        return fail(400, 'user_search_expected_array_of_string', 'user_id takes a list of strings.');
      }
      const own = value.filter((id: string) => isUserId(id)).length;
      if (own > 0 && own < value.length) {
        fail(400, 'user_search_cannot_mix_internal_and_external_user_ids', 'Give ids of one kind.');
      }
      const wanted = new Set<unknown>(value);
      return ({ user_id, external_id }) =>
        wanted.has(user_id) || (external_id !== undefined && wanted.has(external_id));
    },
  },
  email_address: {
    expects: 'strings',
    match: ({ emails }, wanted) => emails.some(({ email }) => wanted.map(lower).includes(lower(email))),
  },
  email_id: anyOf(({ emails }) => emails.map(({ email_id }) => email_id)),
  phone_number: anyOf(({ phone_numbers }) => phone_numbers.map(({ phone_number }) => phone_number)),
  phone_id: anyOf(({ phone_numbers }) => phone_numbers.map(({ phone_id }) => phone_id)),
  oauth_provider: anyOf(({ providers }) => providers.map(({ provider_type }) => lower(provider_type))),
  webauthn_registration_id: anyOf(({ webauthn_registrations }) =>
    webauthn_registrations.map(({ webauthn_registration_id }) => webauthn_registration_id),
  ),
  totp_id: anyOf(({ totps }) => totps.map(({ totp_id }) => totp_id)),
  crypto_wallet_id: anyOf(({ crypto_wallets }) => crypto_wallets.map(({ crypto_wallet_id }) => crypto_wallet_id)),
  crypto_wallet_address: anyOf(({ crypto_wallets }) =>
    crypto_wallets.map(({ crypto_wallet_address }) => crypto_wallet_address),
  ),
  full_name_fuzzy: {
    expects: 'fuzzy',
    match: ({ name }, includes) =>
      includes([name?.first_name, name?.middle_name, name?.last_name].filter(Boolean).join(' ')) ||
      includes(`${name?.first_name ?? ''} ${name?.last_name ?? ''}`),
  },
  email_address_fuzzy: {
    expects: 'fuzzy',
    match: ({ emails }, includes) => emails.some(({ email }) => includes(email)),
  },
  phone_number_fuzzy: {
    expects: 'fuzzy',
    match: ({ phone_numbers }, includes) => phone_numbers.some(({ phone_number }) => includes(phone_number)),
  },
  status: {
    expects: 'own',
    read: (value) => {
      const wanted = readText(value);
      if (wanted !== 'active' && wanted !== 'pending') {
        fail(400, 'user_search_invalid_status_filter', 'status is active or pending.');
      }
      return ({ status }) => status === wanted;
    },
  },
  created_at_greater_than: {
    expects: 'own',
    read: (value) => {
      const from = readMoment(value);
      return (user) => createdAt(user) > from;
    },
  },
  created_at_less_than: {
    expects: 'own',
    read: (value) => {
      const to = readMoment(value);
      return (user) => createdAt(user) < to;
    },
  },
  created_at_between: { expects: 'own', read: readSpan },
  email_verified: whether(({ emails }) => emails.some(isVerified)),
  phone_verified: whether(({ phone_numbers }) => phone_numbers.some(isVerified)),
  totp_verified: whether(({ totps }) => totps.some(isVerified)),
  crypto_wallet_verified: whether(({ crypto_wallets }) => crypto_wallets.some(isVerified)),
  webauthn_registration_verified: whether(({ webauthn_registrations }) => webauthn_registrations.some(isVerified)),
  password_exists: whether(({ password }) => password !== undefined),
};

const words = { strings: 'expected_array_of_string', boolean: 'expected_bool' };

export const userSearch = {
  api_user_v1_Search: {
    answer: ({ store, body }) => {
      const found = [...store.users.values()].filter(readQuery('user_search', filters, body.query, words));
      const { page, ...results_metadata } = paginate(found, ({ user_id }) => user_id, { ...body, scope: body.query });
      return { results: page, results_metadata };
    },
  },
} satisfies DomainHandlers<ConsumerStore>;
