import type { Domain } from './domain.ts';
import { organization } from './organization.ts';
import { rbac } from './rbac.ts';
import { session } from './session.ts';

/** Every domain the sandbox has: one file and one line here. */
export const domains: readonly Domain[] = [
  organization, //
  rbac,
  session,
];
