import { viewerOrganization } from '../../resolvers/b2b/viewer.ts';
import { builder } from '../builder.ts';
import { declareViewer, Viewer } from '../shared/viewer.ts';
import { Organization } from './organization.ts';

declareViewer({
  person: 'MEMBER',
  kinds: { person: 'A person signed in to one organization.', server: 'A machine with a key of this gateway.' },
  scope: 'stytch.member:search',
  can: {
    operations: ['get /v1/b2b/rbac/policy', 'get /v1/b2b/rbac/organizations/{organization_id}'],
    description:
      'Whether you may do something in your own organization, as the RBAC policy has it. Servers may what their scopes say.',
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
      'Organization you are signed in to; null unless you are a member. Your session tells its ids and slug without a call.',
    resolve: viewerOrganization,
  }),
);
