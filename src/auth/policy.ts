/** The project's RBAC policy, kept here so that deciding costs no call. */
import type { Stytch } from '../stytch/client.ts';
import type { Schemas } from '../stytch/rest.ts';
import type { MemberCaller } from './caller.ts';

type Role = Schemas['api_b2b_rbac_v1_PolicyRole'];
type ProjectPolicy = Schemas['api_b2b_rbac_v1_Policy'];

/** One thing to be allowed: an action on a resource, or the same action on `stytch.self` where that will do. */
export interface Ask {
  readonly resource: string;
  readonly action: string;
  readonly orSelf?: boolean;
}

/** The policy of the project and of its organizations. */
export interface Policy {
  /** Whether a member's roles allow all that is asked. Never true while no policy is known. */
  allows(member: Pick<MemberCaller, 'organizationId' | 'roles'>, asks: readonly Ask[]): boolean | Promise<boolean>;
  /** The project's policy, at most five minutes old. */
  project(): Promise<ProjectPolicy>;
  /** The roles an organization may give: the project's and its own. */
  roles(organizationId: string): Promise<readonly Role[]>;
  /** Forgets what organizations defined for themselves, after one changed it (it may be named by slug or id). */
  forgetOrganizations(): void;
}

/** How long a policy is believed, in milliseconds; Stytch's own SDKs keep it as long. */
const LIFE = 5 * 60_000;
/** Organizations whose own roles are remembered at a time. */
const MOST_ORGANIZATIONS = 1_000;

interface Kept<T> {
  readonly value: Promise<T>;
  /** The value once it has arrived, so that a decision need not wait. */
  now?: T;
  readonly until: number;
}

/** Keeps the policy fetched with the project's own power. Callers share it: it decides, and is never shown as such. */
export function createPolicy(stytch: Stytch): Policy {
  let project: Kept<ProjectPolicy> | undefined;
  const organizations = new Map<string, Kept<readonly Role[]>>();

  const keep = <T>(fetch: Promise<T>, drop: () => void): Kept<T> => {
    const kept: Kept<T> = { value: fetch, until: Date.now() + LIFE };
    fetch.then(
      (value) => {
        kept.now = value;
      },
      // A failure is not kept: the next caller asks again.
      drop,
    );
    return kept;
  };

  const projectPolicy = (): Kept<ProjectPolicy> => {
    if (!project || project.until < Date.now()) {
      const fetched = stytch
        .call('get', '/v1/b2b/rbac/policy', {})
        .then(({ policy }) => policy ?? { roles: [], resources: [], scopes: [] });
      project = keep(fetched, () => {
        project = undefined;
      });
    }
    return project;
  };

  const ownRoles = (organizationId: string): Kept<readonly Role[]> => {
    const known = organizations.get(organizationId);
    if (known && known.until >= Date.now()) return known;
    const fetched = stytch
      .call('get', '/v1/b2b/rbac/organizations/{organization_id}', { organizationId })
      .then(({ org_policy }) => org_policy.roles);
    const kept = keep(fetched, () => organizations.delete(organizationId));
    organizations.delete(organizationId);
    organizations.set(organizationId, kept);
    const oldest = organizations.keys().next().value;
    if (organizations.size > MOST_ORGANIZATIONS && oldest !== undefined) organizations.delete(oldest);
    return kept;
  };

  /** What `stytch.self` is about: `*` on it stands for these, never for what only an administrator may change. */
  const ownActions = (policy: ProjectPolicy) =>
    policy.resources.find(({ resource_id }) => resource_id === 'stytch.self')?.actions ?? [];

  return {
    allows(member, asks) {
      const decide = (policy: ProjectPolicy): boolean | Promise<boolean> => {
        const self = ownActions(policy);
        const left = asks.filter((ask) => !granted(policy.roles, member.roles, ask, self));
        if (left.length === 0) return true;
        const custom = member.roles.some((name) => !policy.roles.some((role) => role.role_id === name));
        if (!custom) return false;
        const own = ownRoles(member.organizationId);
        const settle = (roles: readonly Role[]) => left.every((ask) => granted(roles, member.roles, ask, self));
        return own.now ? settle(own.now) : own.value.then(settle);
      };
      const kept = projectPolicy();
      return kept.now ? decide(kept.now) : kept.value.then(decide);
    },
    project: () => projectPolicy().value,
    roles: async (organizationId) => {
      const [policy, own] = await Promise.all([projectPolicy().value, ownRoles(organizationId).value]);
      return [...policy.roles, ...own];
    },
    forgetOrganizations: () => organizations.clear(),
  };
}

/** Whether any of these roles, of those named, allows what is asked. */
function granted(
  roles: readonly Role[],
  names: readonly string[],
  { resource, action, orSelf }: Ask,
  selfActions: readonly string[],
): boolean {
  return roles.some(
    (role) =>
      names.includes(role.role_id) &&
      role.permissions.some(({ resource_id, actions }) => {
        if (!actions.includes('*') && !actions.includes(action)) return false;
        return (
          resource_id === resource || (orSelf === true && resource_id === 'stytch.self' && selfActions.includes(action))
        );
      }),
  );
}
