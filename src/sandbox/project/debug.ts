import type { Domain } from '../domain.ts';
import type { ProjectStore } from '../store.ts';

export const debug = {
  // Says whose secret this is: the project behind it.
  api_debug_v1_Whoami: {
    answer: ({ store }) => ({ project_id: store.projectId, name: store.projectName }),
  },
} satisfies Domain<ProjectStore>;
