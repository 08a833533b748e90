import type { DomainHandlers } from '../handler.ts';

export const project = {
  // A B2B project has no users.
  api_project_v1_Metrics: {
    answer: ({ store }) => {
      const present = [...store.members.values()].filter(({ status }) => status !== 'deleted');
      return {
        project_id: store.projectId,
        metrics: [
          { metric_type: 'USER_COUNT', count: 0 },
          { metric_type: 'ORGANIZATION_COUNT', count: store.organizations.size },
          { metric_type: 'MEMBER_COUNT', count: present.length },
          { metric_type: 'M2M_CLIENT_COUNT', count: store.m2mClients.size },
        ],
      };
    },
  },
} satisfies DomainHandlers;
