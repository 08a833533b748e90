/** The project's RBAC policy, kept here so that deciding costs no call. */
import * as v from 'valibot';
import type { StytchApi } from '../stytch/client/client.ts';
import { StytchError } from '../stytch/error.ts';
import type { Log } from '../stytch/log.ts';
import type { PolicyRole, ProjectPolicy, RoleHolder, Vertical } from '../vertical/vertical.ts';
import { type CachedResource, createKept, type TimeSource, untold } from './cached.ts';

/** One thing to be allowed: an action on a resource, or the same action on `stytch.self` where that will do. */
export interface PermissionRequest {
  readonly resource: string;
  readonly action: string;
  readonly orSelf?: boolean;
}

/**
 * The policy of the project and of its tenants, five minutes old at most; while Stytch gives no newer one, as old as
 * the bound.
 */
export interface PolicyCache {
  /**
   * Whether a person's roles allow all that is asked. Never true while no policy is known: then it rejects with the
   * StytchError that fetching it ended with. Decided at once, without a promise, where what is needed is known.
   */
  allows(person: RoleHolder, asks: readonly PermissionRequest[]): boolean | Promise<boolean>;
  /** The project's policy. */
  project(): Promise<ProjectPolicy>;
  /** The same ahead of the first request; whoever asks reports a failure. */
  warm(): Promise<ProjectPolicy>;
  /** The roles a tenant may give: the project's and its own. */
  roles(tenantId: string): Promise<readonly TenantRole[]>;
  /** Forgets what tenants defined for themselves, after one changed it (it may have been given by any of its names). */
  forgetTenants(): void;
}

/** A role, and whose it is; the project's has no tenant. */
export type TenantRole = PolicyRole & { readonly tenantId?: string };

/** What a policy is kept by. */
export interface PolicyOptions extends TimeSource {
  readonly stytch: StytchApi;
  readonly vertical: Vertical;
  readonly log: Log;
  /** Milliseconds for which an old policy decides while no newer one can be had. After that what needs it is refused. */
  readonly bound: number;
}

/** How long a policy is believed, in milliseconds; Stytch's own SDKs keep it as long. */
const LIFE = 5 * 60_000;
/** Milliseconds that fetching it may take; half of what a request usually has, since one may wait for it. */
const PATIENCE = 5_000;
/** Tenants whose own roles are remembered at a time. */
const MOST_TENANTS = 1_000;

/** What has to be right about a role before anything is decided by it. */
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
  /** What `stytch.self` is about: `*` on it stands for these, never for what only an administrator may change. */
  readonly selfActions: ReadonlySet<string>;
}

interface Tenant {
  readonly roles: readonly TenantRole[];
  readonly granted: Granted;
}

/** Keeps the policy fetched with the project's own power. Callers share it: it decides, and is never shown as such. */
export function createPolicy({ stytch, vertical, log, bound, ...rhythm }: PolicyOptions): PolicyCache {
  const complaint = 'RBAC policy could not be fetched';
  const keep = <Value>(fetch: () => Promise<Value>) =>
    createKept({ fetch, ttlMs: LIFE, bound, log, complaint, ...rhythm });
  const options = () => ({ deadline: Date.now() + PATIENCE, noRetry: true, observe: untold });

  const readable = <Form>(form: v.GenericSchema, value: Form): NonNullable<Form> => {
    if (value !== null && value !== undefined && v.is(form, value)) return value;
    throw new StytchError({
      code: 'BAD_UPSTREAM_RESPONSE',
      message: 'The RBAC policy of the project could not be read.',
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
    // Those that were asked about longest ago come first, and go first.
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

/** Goes on at once with what is there, and later with what is not. */
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

/** Whether any of the roles that a person has allows what is asked. */
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
