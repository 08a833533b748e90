/** Warns the operator of API key scopes that grant nothing, such as misspelt ones, once the policy is known. */
import { type GraphQLSchema, isObjectType } from 'graphql';
import * as v from 'valibot';
import type { Log } from '../stytch/log.ts';
import type { ApiKey } from './caller.ts';

/** The part of an access rule that names permissions; see `AccessRule`. */
const ruleForm = v.object({
  resource: v.string(),
  action: v.union([v.string(), v.record(v.string(), v.union([v.string(), v.record(v.string(), v.string())]))]),
});

interface Resource {
  readonly resource_id: string;
  readonly actions: readonly string[];
}

/** The permissions that fields of the graph need. Some, such as `stytch.fraud:get`, are in no RBAC policy. */
function rightsOfGraph(schema: GraphQLSchema): Resource[] {
  const types = Object.values(schema.getTypeMap()).filter(isObjectType);
  const declared = types.flatMap((type) => [type, ...Object.values(type.getFields())]);
  return declared.flatMap(({ extensions: { access } }) => {
    if (!v.is(ruleForm, access)) return [];
    const { resource, action } = access;
    if (typeof action === 'string') return [{ resource_id: resource, actions: [action] }];
    const actions = Object.values(action).flatMap((own) => (typeof own === 'string' ? own : Object.values(own)));
    return [{ resource_id: resource, actions }];
  });
}

const permissionsOf = (resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    resources.flatMap(({ resource_id, actions }) => ['*', ...actions].map((action) => `${resource_id}:${action}`)),
  );

/** Logs a warning for each scope that is neither in the policy nor used by the graph. */
export function warnOfScopes(
  apiKeys: readonly ApiKey[],
  policy: { readonly resources: readonly Resource[] },
  schema: GraphQLSchema,
  log: Pick<Log, 'warn'>,
): void {
  const inPolicy = permissionsOf(policy.resources);
  const others = apiKeys.flatMap(({ name, scopes }) =>
    scopes.filter((scope) => scope !== 'admin' && !inPolicy.has(scope)).map((scope) => ({ key: name, scope })),
  );
  if (others.length === 0) return;
  const inGraph = permissionsOf(rightsOfGraph(schema));
  for (const { key, scope } of others) {
    if (!inGraph.has(scope)) log.warn('unknown scope of an API key', { key, scope });
  }
}
