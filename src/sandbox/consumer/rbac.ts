import type { Domain } from '../domain.ts';
import type { ConsumerStore } from './store.ts';

export const rbac = {
  api_consumer_rbac_v1_Policy: { answer: ({ store }) => ({ policy: store.policy }) },
} satisfies Domain<ConsumerStore>;
