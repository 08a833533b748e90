import type { Context } from '../../src/graphql/context.ts';

/** The RBAC policy used for access decisions. */
export const rbacPolicy = (_: unknown, _args: unknown, { policy }: Context) => policy.project();
