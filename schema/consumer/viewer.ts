import { declareViewer } from '../shared/viewer.ts';

declareViewer({
  person: 'USER',
  kinds: {
    person: 'A person who is signed in.',
    server: 'A machine with a key of this gateway or an M2M access token.',
  },
  scope: 'stytch.user:search',
  can: {
    operations: ['get /v1/rbac/policy'],
    description:
      'Whether the roles of your session allow something of your application, as the RBAC policy has it. For servers, their scopes decide.',
    resourceId: 'documents',
    action: 'write',
  },
});
