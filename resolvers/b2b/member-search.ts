import { pageOf } from '../../loaders/page.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';
import { invalidInput } from '../../src/stytch/error.ts';
import { type PageArgs, searchConnection, searchQuery } from '../connection.ts';

/** Filters of the member search with their wire names. */
const filters = {
  memberIds: 'member_ids',
  emailAddresses: 'member_emails',
  statuses: 'statuses',
  mfaPhoneNumbers: 'member_mfa_phone_numbers',
  roleIds: 'member_roles',
  emailAddressFuzzy: 'member_email_fuzzy',
  mfaPhoneNumberFuzzy: 'member_mfa_phone_number_fuzzy',
  isBreakglass: 'member_is_breakglass',
  passwordExists: 'member_password_exists',
} as const;

export type MemberFilter = {
  readonly [Field in keyof typeof filters]?: string | readonly string[] | boolean | null | undefined;
};

type MembersArgs = PageArgs & { filter?: MemberFilter | null | undefined };

const search = (organizationIds: readonly string[], { filter, ...page }: MembersArgs, { stytch, faults }: Context) => {
  const query = searchQuery(filter, filters);
  return searchConnection(page, async ({ cursor, limit }) => {
    const answer = await stytch.call('post', '/v1/b2b/organizations/members/search', {
      organizationIds,
      cursor,
      limit,
      query,
    });
    return pageOf('MemberConnection', answer.members, answer.results_metadata, answer, faults);
  });
};

export const members = (
  _: unknown,
  { organizationIds, ...args }: MembersArgs & { organizationIds: readonly string[] },
  context: Context,
) => {
  if (organizationIds.length === 0) {
    throw invalidInput('`organizationIds` must name at least one organization.', ['organizationIds']);
  }
  return search(organizationIds, args, context);
};

export const organizationMembers = (
  { organization_id }: Schemas['api_organization_v1_Organization'],
  args: MembersArgs,
  context: Context,
) => search([organization_id], args, context);
