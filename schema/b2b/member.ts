import { memberNodes } from '../../resolvers/b2b/member.ts';
import { builder, nodeId, reflect } from '../builder.ts';

export const Member = reflect('Member', 'api_organization_v1_Member');

builder.node(Member, {
  id: { resolve: ({ organization_id, member_id }) => nodeId(organization_id, member_id) },
  loadMany: memberNodes,
  extensions: {
    key: ['organizationId', 'memberId'],
    access: { resource: 'stytch.member', action: 'search', members: 'permittedOrSelf' },
  },
  description: 'A person who belongs to one organization and signs in there.',
  fields: (t) => ({
    memberId: t.exposeString('member_id', { description: 'Stytch id of the member.' }),
  }),
});
