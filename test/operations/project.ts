import type { OperationExample } from './index.ts';

export const operations: OperationExample[] = [
  {
    id: 'api_project_v1_Metrics',
    document: '{ projectMetrics { projectId organizationCount memberCount m2mClientCount } }',
  },
  { id: 'api_debug_v1_Whoami', document: '{ project { projectId name } }' },
];
