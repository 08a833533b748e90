import { connectedApp } from './connected-app.ts';
import type { Domain } from './domain.ts';
import { organization } from './organization.ts';
import { rbac } from './rbac.ts';
import { scim } from './scim.ts';
import { session } from './session.ts';

/** Every domain the sandbox has: one file and one line here. */
export const domains: readonly Domain[] = [
  connectedApp,
  organization, //
  rbac,
  scim,
  session,
];
