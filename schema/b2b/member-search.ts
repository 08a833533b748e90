import { members, organizationMembers } from '../../resolvers/b2b/member-search.ts';
import { builder } from '../builder.ts';
import { Member, MemberEdge, MemberStatus } from './member.ts';
import { Organization } from './organization.ts';

const MemberFilter = builder.inputType('MemberFilter', {
  description: 'Filter of a member search. A member must match every field that is given.',
  fields: (t) => ({
    memberIds: t.idList({ idOf: 'Member', description: 'Ids, any of which may match.' }),
    emailAddresses: t.stringList({ description: 'Email addresses, any of which may match.' }),
    emailAddressFuzzy: t.string({ description: 'Part of the email address: at least three characters.' }),
    statuses: t.field({
      type: [MemberStatus],
      description: 'Statuses, any of which may match. Default: all except DELETED.',
    }),
    roleIds: t.idList({ idOf: 'Role', description: 'Ids of roles, any of which the member must have.' }),
    mfaPhoneNumbers: t.stringList({ description: 'Phone numbers, any of which may match.' }),
    mfaPhoneNumberFuzzy: t.string({ description: 'Part of the phone number: at least three characters.' }),
    isBreakglass: t.boolean({
      description: 'Whether the member may sign in regardless of the organization’s settings.',
    }),
    passwordExists: t.boolean({ description: 'Whether the member has a password.' }),
  }),
});

const MemberConnection = builder.connectionObject({ type: Member, name: 'MemberConnection' }, MemberEdge);

const filter = builder.args((t) => ({
  filter: t.field({
    type: MemberFilter,
    description: 'Filter of the search. Default: all members who are not deleted.',
  }),
}));

builder.queryField('members', (t) =>
  t.connection(
    {
      type: Member,
      nullable: true,
      access: { resource: 'stytch.member', action: 'search', signedIn: 'permitted' },
      operations: ['post /v1/b2b/organizations/members/search'],
      description:
        'Members of the given organizations, paginated. Stytch’s search is slow and rate-limited: do not use it on sign-in pages.',
      args: {
        organizationIds: t.arg.idList({
          required: true,
          idOf: 'Organization',
          description: 'Ids of the organizations to search, at least one.',
        }),
        ...filter,
      },
      resolve: members,
    },
    MemberConnection,
    MemberEdge,
  ),
);

builder.objectField(Organization, 'members', (t) =>
  t.connection(
    {
      type: Member,
      nullable: true,
      access: { resource: 'stytch.member', action: 'search', signedIn: 'permitted' },
      byKey: true,
      operations: ['post /v1/b2b/organizations/members/search'],
      description: 'Members of this organization, paginated. Costs one search per organization.',
      args: filter,
      resolve: organizationMembers,
    },
    MemberConnection,
    MemberEdge,
  ),
);
