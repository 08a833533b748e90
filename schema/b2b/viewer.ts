import { viewerOrganization } from '../../resolvers/b2b/viewer.ts';
import { builder } from '../builder.ts';
import { declareViewer, Viewer } from '../shared/viewer.ts';
import { Organization } from './organization.ts';

declareViewer({
  person: 'MEMBER',
  kinds: { person: 'A member of an organization who is signed in.', server: 'A server with a key of this gateway.' },
  scope: 'stytch.member:search',
  can: {
    operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
    description:
      'Whether you may perform an action in your own organization, according to the RBAC policy. For servers, their scopes decide.',
    resourceId: 'stytch.member',
    action: 'search',
  },
});

builder.objectField(Viewer, 'organization', (t) =>
  t.field({
    type: Organization,
    nullable: true,
    access: 'anyone',
    byKey: true,
    known: { slug: 'organizationSlug' },
    operations: ['get /v1/b2b/organizations/{organization_id}'],
    description:
      'Organization that you are signed in to. Null if you are not a member. Ids and slug come from your session, without a call to Stytch.',
    resolve: viewerOrganization,
  }),
);
