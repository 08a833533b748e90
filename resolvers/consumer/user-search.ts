import { pageOf } from '../../loaders/page.ts';
import type { Context } from '../../src/graphql/context.ts';
import { type PageArgs, searchConnection, searchQuery } from '../connection.ts';

/** Filters of the user search with their wire names. */
const filters = {
  userIds: 'user_id',
  emailAddresses: 'email_address',
  emailIds: 'email_id',
  phoneNumbers: 'phone_number',
  phoneIds: 'phone_id',
  oauthProviders: 'oauth_provider',
  webauthnRegistrationIds: 'webauthn_registration_id',
  totpIds: 'totp_id',
  cryptoWalletIds: 'crypto_wallet_id',
  cryptoWalletAddresses: 'crypto_wallet_address',
  nameContains: 'full_name_fuzzy',
  emailAddressContains: 'email_address_fuzzy',
  phoneNumberContains: 'phone_number_fuzzy',
  status: 'status',
  createdAfter: 'created_at_greater_than',
  createdBefore: 'created_at_less_than',
  createdBetween: 'created_at_between',
  emailVerified: 'email_verified',
  phoneVerified: 'phone_verified',
  totpVerified: 'totp_verified',
  cryptoWalletVerified: 'crypto_wallet_verified',
  webauthnRegistrationVerified: 'webauthn_registration_verified',
  passwordExists: 'password_exists',
} as const;

/** The filter of a search. Stytch has one filter for a time range, for which the graph has both ends as fields. */
export type UserFilter = {
  readonly [Field in Exclude<keyof typeof filters, 'createdBetween'>]?:
    | string
    | readonly string[]
    | boolean
    | null
    | undefined;
};

/** Combines both ends of a time range into the one operand that Stytch accepts. */
const withSpan = (filter: UserFilter | null | undefined) => {
  if (!filter?.createdAfter || !filter.createdBefore) return filter;
  const { createdAfter, createdBefore, ...rest } = filter;
  return { ...rest, createdBetween: { greater_than: createdAfter, less_than: createdBefore } };
};

export const users = (
  _: unknown,
  { filter, ...page }: PageArgs & { filter?: UserFilter | null | undefined },
  { stytch, faults }: Context,
) => {
  const query = searchQuery(withSpan(filter), filters);
  return searchConnection(page, async ({ cursor, limit }) => {
    const answer = await stytch.call('post', '/v1/users/search', { cursor, limit, query });
    return pageOf('UserConnection', answer.results, answer.results_metadata, answer, faults);
  });
};
