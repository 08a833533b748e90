import type { Domain } from './domain.ts';
import { fail } from './errors.ts';
import { publicKeys } from './tokens.ts';

export const session = {
  api_b2b_session_v1_GetJWKS: {
    answer: ({ store, params }) => {
      if (params.project_id !== store.projectId) fail(404, 'project_not_found', 'There is no such project.');
      return { keys: publicKeys() };
    },
  },
} satisfies Domain;
