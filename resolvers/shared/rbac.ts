import type { Context } from '../../src/graphql/context.ts';

/** The policy that decisions rest on. */
export const rbacPolicy = (_: unknown, _args: unknown, { policy }: Context) => policy.project();
