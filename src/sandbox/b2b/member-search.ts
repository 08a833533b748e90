import { fail } from '../errors.ts';
import type { DomainHandlers } from '../handler.ts';
import { type Filters, paginate, readQuery } from '../shared/search.ts';
import { findOrganization } from './find.ts';
import { type Member, membersOf } from './store.ts';

const lowerCase = (texts: readonly string[]) => texts.map((text) => text.toLowerCase());

const filters: Filters<Member> = {
  member_ids: {
    expects: 'strings',
    match: ({ member_id, external_id = '' }, ids) => ids.includes(member_id) || ids.includes(external_id),
  },
  member_emails: {
    expects: 'strings',
    match: ({ email_address }, emails) => lowerCase(emails).includes(email_address.toLowerCase()),
  },
  member_email_fuzzy: { expects: 'fuzzy', match: ({ email_address }, includes) => includes(email_address) },
  statuses: { expects: 'strings', match: ({ status }, statuses) => statuses.includes(status) },
  member_roles: {
    expects: 'strings',
    match: ({ roles }, wanted) => roles.some(({ role_id }) => wanted.includes(role_id)),
  },
  member_mfa_phone_numbers: {
    expects: 'strings',
    match: ({ mfa_phone_number }, numbers) => mfa_phone_number !== '' && numbers.includes(mfa_phone_number),
  },
  member_mfa_phone_number_fuzzy: {
    expects: 'fuzzy',
    match: ({ mfa_phone_number }, includes) => includes(mfa_phone_number),
  },
  member_is_breakglass: { expects: 'boolean', match: ({ is_breakglass }, wanted) => is_breakglass === wanted },
  member_password_exists: {
    expects: 'boolean',
    match: ({ member_password_id }, wanted) => (member_password_id !== '') === wanted,
  },
};

const isInternalId = (id: unknown) => /^member-(test|live)-/.test(String(id));

/** Rejects a list that mixes Stytch ids and external ids. */
const checkIds = (operands: readonly Record<string, unknown>[]) => {
  for (const { filter_name, filter_value } of operands) {
    if (filter_name !== 'member_ids' || !Array.isArray(filter_value)) continue;
    if (filter_value.some(isInternalId) && !filter_value.every(isInternalId)) {
      fail(
        400,
        'member_search_cannot_mix_internal_and_external_member_ids',
        'member_ids takes ids of one kind: those of Stytch or your own.',
      );
    }
  }
};

export const memberSearch = {
  api_organization_v1_organizations_members_Search: {
    needs: { resource: 'stytch.member', action: 'search', organizations: ({ body }) => body.organization_ids },
    answer: ({ store, body }) => {
      if (body.organization_ids.length === 0) {
        fail(400, 'member_search_organization_ids_empty', 'A search names one organization at least.');
      }
      const organizations = new Map(
        body.organization_ids
          .map((reference) => findOrganization(store, reference))
          .map((organization) => [organization.organization_id, organization]),
      );
      const operands = body.query?.operands ?? [];
      const matches = readQuery('member_search', filters, body.query);
      checkIds(operands);
      const asksForStatus = operands.some(({ filter_name }) => filter_name === 'statuses');
      const found = [...organizations.keys()]
        .flatMap((organizationId) => membersOf(store, organizationId))
        .filter((member) => (asksForStatus || member.status !== 'deleted') && matches(member));

      const { page, ...results_metadata } = paginate(
        found,
        ({ created_at, member_id }) => `${created_at}/${member_id}`,
        {
          ...body,
          scope: [[...organizations.keys()], body.query],
        },
      );
      const shown = new Set(page.map(({ organization_id }) => organization_id));
      return {
        members: page,
        organizations: Object.fromEntries([...organizations].filter(([organizationId]) => shown.has(organizationId))),
        results_metadata,
      };
    },
  },
} satisfies DomainHandlers;
