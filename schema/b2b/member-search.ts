import { members, organizationMembers } from '../../resolvers/b2b/member-search.ts';
import { builder } from '../builder.ts';
import { Member, MemberEdge, MemberStatus } from './member.ts';
import { Organization } from './organization.ts';

const MemberFilter = builder.inputType('MemberFilter', {
  description: 'Narrows a search for members. Every field that is given must match.',
  fields: (t) => ({
    memberIds: t.idList({ idOf: 'Member', description: 'Any of these ids.' }),
    emailAddresses: t.stringList({ description: 'Any of these addresses.' }),
    emailAddressFuzzy: t.string({ description: 'Part of the address; at least three characters.' }),
    statuses: t.field({
      type: [MemberStatus],
      description: 'Any of these; everything but DELETED when not given.',
    }),
    roleIds: t.idList({ idOf: 'Role', description: 'Has any of the roles with these ids.' }),
    mfaPhoneNumbers: t.stringList({ description: 'Any of these phone numbers.' }),
    mfaPhoneNumberFuzzy: t.string({ description: 'Part of the phone number; at least three characters.' }),
    isBreakglass: t.boolean({ description: 'Whether the member may sign in past the settings of the organization.' }),
    passwordExists: t.boolean({ description: 'Whether the member has a password.' }),
  }),
});

const MemberConnection = builder.connectionObject({ type: Member, name: 'MemberConnection' }, MemberEdge);

const filter = builder.args((t) => ({
  filter: t.field({ type: MemberFilter, description: 'Which ones; all who are not deleted when not given.' }),
}));

builder.queryField('members', (t) =>
  t.connection(
    {
      type: Member,
      nullable: true,
      access: { resource: 'stytch.member', action: 'search', signedIn: 'permitted' },
      operations: ['post /v1/b2b/organizations/members/search'],
      description:
        'Members of some organizations, page by page. Search is slow and limited at Stytch: not for sign-in pages.',
      args: {
        organizationIds: t.arg.idList({
          required: true,
          idOf: 'Organization',
          description: 'Ids of the organizations to look in, at least one.',
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
      description: 'People of this organization, page by page: a search of its own for each organization.',
      args: filter,
      resolve: organizationMembers,
    },
    MemberConnection,
    MemberEdge,
  ),
);
