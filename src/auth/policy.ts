/** RBAC policy of the project and of its tenants, cached so that access decisions need no call. */
import * as v from 'valibot';
import type { StytchApi } from '../stytch/client/client.ts';
import { StytchError } from '../stytch/error.ts';
import type { Log } from '../stytch/log.ts';
import type { PolicyRole, ProjectPolicy, RoleHolder, Vertical } from '../vertical/vertical.ts';
import { type CachedResource, createKept, type TimeSource, untold } from './cached.ts';

/** A permission: an action on a resource, or with `orSelf` alternatively the same action on `stytch.self`. */
export interface PermissionRequest {
  readonly resource: string;
  readonly action: string;
  readonly orSelf?: boolean;
}

/** Cached policies of the project and its tenants. Max age: five minutes, or `maxStaleMs` while fetching fails. */
export interface PolicyCache {
  /**
   * Whether the person's roles grant all permissions. Synchronous if the needed policies are cached. Rejects with the
   * StytchError of the fetch while no policy is available; never true then.
   */
  allows(person: RoleHolder, asks: readonly PermissionRequest[]): boolean | Promise<boolean>;
  /** The project's policy. */
  project(): Promise<ProjectPolicy>;
  /** Like `project`, before the first request; the caller reports a failure. */
  warm(): Promise<ProjectPolicy>;
  /** The roles that a tenant can assign: the project's and its own. */
  roles(tenantId: string): Promise<readonly TenantRole[]>;
  /**
   * Drops the custom roles of all tenants, after one tenant changed its own. All of them, since a request can name the
   * tenant by any of its ids.
   */
  forgetTenants(): void;
}

/** A role. `tenantId` is undefined for a role of the project. */
export type TenantRole = PolicyRole & { readonly tenantId?: string };

/** Options of the policy cache. */
export interface PolicyOptions extends TimeSource {
  readonly stytch: StytchApi;
  readonly vertical: Vertical;
  readonly log: Log;
  /**
   * Max age in milliseconds of a policy while fetching fails. Beyond it, decisions that need the policy are rejected.
   */
  readonly maxStaleMs: number;
}

/** Lifetime of a cached policy in milliseconds, as in Stytch's own SDKs. */
const LIFE = 5 * 60_000;
/** Timeout of the fetch in milliseconds: half of the default request deadline, since a request may wait for it. */
const PATIENCE = 5_000;
/** Max tenants whose custom roles are cached. */
const MOST_TENANTS = 1_000;

/** Validates the parts of a policy that decisions use. */
const rolesForm = v.array(
  v.object({
    role_id: v.string(),
    permissions: v.array(v.object({ resource_id: v.string(), actions: v.array(v.string()) })),
  }),
);
const policyForm = v.object({
  roles: rolesForm,
  resources: v.array(v.object({ resource_id: v.string(), actions: v.array(v.string()) })),
  scopes: v.array(v.object({ scope: v.string(), permissions: v.array(v.object({ resource_id: v.string() })) })),
});

/** Actions by resource by role. */
type Granted = ReadonlyMap<string, ReadonlyMap<string, ReadonlySet<string>>>;

interface CachedProjectPolicy {
  readonly policy: ProjectPolicy;
  readonly granted: Granted;
  /** Actions defined for `stytch.self`. `*` on `stytch.self` grants only these, never the actions of administrators. */
  readonly selfActions: ReadonlySet<string>;
}

interface Tenant {
  readonly roles: readonly TenantRole[];
  readonly granted: Granted;
}

/** Fetched with the project secret and shared by all callers. */
export function createPolicy({ stytch, vertical, log, maxStaleMs, ...rhythm }: PolicyOptions): PolicyCache {
  const failureMessage = 'RBAC policy could not be fetched';
  const keep = <Value>(fetch: () => Promise<Value>) =>
    createKept({ fetch, ttlMs: LIFE, maxStaleMs, log, failureMessage, ...rhythm });
  const options = () => ({ deadline: Date.now() + PATIENCE, noRetry: true, observe: untold });

  const readable = <Form>(form: v.GenericSchema, value: Form): NonNullable<Form> => {
    if (value !== null && value !== undefined && v.is(form, value)) return value;
    throw new StytchError({
      code: 'BAD_UPSTREAM_RESPONSE',
      message: 'The RBAC policy from Stytch is malformed.',
    });
  };

  const project = keep(async (): Promise<CachedProjectPolicy> => {
    const fetched = await vertical.project.fetchPolicy(stytch, options());
    const policy = readable(policyForm, fetched ?? { roles: [], resources: [], scopes: [] });
    const self = policy.resources.find(({ resource_id }) => resource_id === 'stytch.self');
    return { policy, granted: grantedBy(policy.roles), selfActions: new Set(self?.actions) };
  });

  const tenants = new Map<string, CachedResource<Tenant>>();
  const fetchTenant = async (id: string): Promise<Tenant> => {
    const roles = readable(rolesForm, await vertical.project.fetchTenantRoles(stytch, id, options()));
    return { roles: roles.map((role) => ({ ...role, tenantId: id })), granted: grantedBy(roles) };
  };
  const tenant = (id: string): Tenant | Promise<Tenant> => {
    const kept = tenants.get(id) ?? keep(() => fetchTenant(id));
    // LRU order: the least recently used tenant comes first and is evicted first.
    tenants.delete(id);
    tenants.set(id, kept);
    const [oldest] = tenants.keys();
    if (tenants.size > MOST_TENANTS && oldest !== undefined) tenants.delete(oldest);
    return kept.get();
  };

  return {
    allows(person, asks) {
      const decide = ({ granted, selfActions }: CachedProjectPolicy): boolean | Promise<boolean> => {
        const left = asks.filter((ask) => !allowed(granted, person.roles, ask, selfActions));
        if (left.length === 0) return true;
        if (person.roles.every((role) => granted.has(role))) return false;
        const tenantId = vertical.project.tenantOf(person);
        if (tenantId === undefined) return false;
        return whenKnown(tenant(tenantId), (own) =>
          left.every((ask) => allowed(own.granted, person.roles, ask, selfActions)),
        );
      };
      return whenKnown(project.get(), decide);
    },
    project: async () => (await project.get()).policy,
    warm: async () => (await project.warm()).policy,
    roles: async (tenantId) => {
      const [{ policy }, own] = await Promise.all([project.get(), tenant(tenantId)]);
      return [...policy.roles, ...own.roles];
    },
    forgetTenants: () => tenants.clear(),
  };
}

/** Applies a function synchronously to a cached value, or after the fetch to a promised one. */
const whenKnown = <Value, Result>(
  value: Value | Promise<Value>,
  then: (value: Value) => Result | Promise<Result>,
): Result | Promise<Result> => (value instanceof Promise ? value.then(then) : then(value));

function grantedBy(roles: readonly PolicyRole[]): Granted {
  const granted = new Map<string, Map<string, Set<string>>>();
  for (const { role_id, permissions } of roles) {
    const resources = granted.get(role_id) ?? new Map<string, Set<string>>();
    granted.set(role_id, resources);
    for (const { resource_id, actions } of permissions) {
      resources.set(resource_id, new Set([...(resources.get(resource_id) ?? []), ...actions]));
    }
  }
  return granted;
}

/** Whether at least one of the roles grants the permission. */
const allowed = (
  granted: Granted,
  roles: readonly string[],
  { resource, action, orSelf }: PermissionRequest,
  selfActions: ReadonlySet<string>,
): boolean =>
  roles.some((role) => {
    const resources = granted.get(role);
    const lists = (name: string): boolean => {
      const actions = resources?.get(name);
      return actions !== undefined && (actions.has('*') || actions.has(action));
    };
    return lists(resource) || (orSelf === true && selfActions.has(action) && lists('stytch.self'));
  });
