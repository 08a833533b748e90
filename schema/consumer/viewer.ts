import { declareViewer } from '../shared/viewer.ts';

declareViewer({
  person: 'USER',
  kinds: {
    person: 'A user who is signed in.',
    server: 'A server with a key of this gateway or an M2M access token.',
  },
  scope: 'stytch.user:search',
  can: {
    operations: ['get /v1/rbac/policy'],
    description:
      'Whether you may perform an action in your application, according to the RBAC policy and the roles of your session. For servers, their scopes decide.',
    resourceId: 'documents',
    action: 'write',
  },
});
