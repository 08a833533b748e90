import type { DomainHandlers } from '../handler.ts';
import type { ConsumerStore } from './store.ts';

export const rbac = {
  api_consumer_rbac_v1_Policy: { answer: ({ store }) => ({ policy: store.policy }) },
} satisfies DomainHandlers<ConsumerStore>;
