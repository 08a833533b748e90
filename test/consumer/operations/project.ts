import type { OperationExample } from './index.ts';

export const operations: readonly OperationExample[] = [
  { id: 'api_consumer_rbac_v1_Policy', document: '{ rbacPolicy { roles { roleId } } }' },
  { id: 'api_project_v1_Metrics', document: '{ projectMetrics { userCount m2mClientCount } }' },
];
