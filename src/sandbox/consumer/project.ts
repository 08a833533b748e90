import type { DomainHandlers } from '../handler.ts';
import type { ConsumerStore } from './store.ts';

export const project = {
  // A consumer project has no organizations or members.
  api_project_v1_Metrics: {
    answer: ({ store }) => ({
      project_id: store.projectId,
      metrics: [
        { metric_type: 'USER_COUNT', count: store.users.size },
        { metric_type: 'ORGANIZATION_COUNT', count: 0 },
        { metric_type: 'MEMBER_COUNT', count: 0 },
        { metric_type: 'M2M_CLIENT_COUNT', count: store.m2mClients.size },
      ],
    }),
  },
} satisfies DomainHandlers<ConsumerStore>;
