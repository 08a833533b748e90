import type { DomainHandlers } from '../handler.ts';
import type { ProjectStore } from '../store.ts';

export const debug = {
  // Project that the request's secret belongs to.
  api_debug_v1_Whoami: {
    answer: ({ store }) => ({ project_id: store.projectId, name: store.projectName }),
  },
} satisfies DomainHandlers<ProjectStore>;
