/**
 * Worlds that tests describe in JSON: `{ "policy": {...}, "m2m_clients": [...], "organizations": [...] }`. Operations
 * of the contract create the objects, so the same rules apply as to a client.
 */
import * as v from 'valibot';
import { isRecord } from '../../stytch/contract/record.ts';
import { fail, SandboxError } from '../errors.ts';
import type { OperationId } from '../handler.ts';
import type { HttpReply } from '../reply.ts';
import { routeOf } from '../router.ts';
import { checkPermissions } from '../shared/rbac.ts';
import type { Policy, ProjectStore } from '../store.ts';
import type { Described, Maker } from './maker.ts';
import { checkNames } from './sent.ts';

/** Initial contents of a world, as docs/sandbox.md describes them. */
export interface WorldDescription {
  readonly policy?: Described;
  readonly connected_apps?: readonly Described[];
  readonly m2m_clients?: readonly Described[];
  /** Only in a B2B project. */
  readonly organizations?: readonly Described[];
  /** Only in a consumer project. */
  readonly users?: readonly Described[];
}

type Route = (request: {
  method: string;
  path: string;
  query: string;
  headers: Record<string, string>;
  body: string;
}) => Promise<HttpReply>;

/** @param route handles requests to the API of the world */
export function createMaker(route: Route, { projectId, secret }: ProjectStore): Maker {
  const authorization = `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`;
  return {
    async make(id, { place, body, params = {} }) {
      const { method, path } = routeOf(id);
      const { status, body: made } = await route({
        method,
        path: path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? '')),
        query: '',
        headers: { authorization, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      const response: Described = typeof made === 'object' ? { ...made } : {};
      if (status === 200) return response;
      return fail(400, String(response['error_type']), `${place}: ${String(response['error_message'])}`);
    },
  };
}

/** An object of a description. Rejects any other value. */
export const objectAt = (place: string, value: unknown): Described =>
  isRecord(value) ? { ...value } : fail(400, 'invalid_argument', `${place}: Give an object.`);

/** Objects of a list with their positions; empty if the list is absent. */
export const objectsAt = (place: string, value: unknown): [place: string, described: Described][] => {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return fail(400, 'invalid_argument', `${place}: Give a list.`);
  return value.map((one: unknown, index) => [`${place}.${index}`, objectAt(`${place}.${index}`, one)]);
};

/** An optional text that is not empty. */
export const textAt = (place: string, value: unknown): string | undefined =>
  value === undefined || (typeof value === 'string' && value !== '')
    ? value
    : fail(400, 'invalid_argument', `${place}: Give a string that is not empty.`);

/**
 * Splits a description into the bodies of several operations by the properties that each accepts.
 *
 * @param others names of properties that are not for these operations
 * @throws Refusal that names a property which neither an operation nor `others` has
 */
export function bodiesOf<Id extends OperationId>(
  place: string,
  described: Described,
  ids: readonly Id[],
  others: readonly string[] = [],
): Record<Id, Described> {
  const names = ids.map((id) => [id, routeOf(id).properties] as const);
  checkNames(place, described, [...new Set([...names.flatMap(([, known]) => known), ...others])]);
  const entries = Object.entries(described).filter(([name]) => !others.includes(name));
  const bodies = Object.fromEntries(
    names.map(([id, known]) => [id, Object.fromEntries(entries.filter(([name]) => known.includes(name)))]),
  );
  return bodies as Record<Id, Described>;
}

const permission = v.strictObject({ resource_id: v.string(), actions: v.array(v.string()) });

const policyForm = v.strictObject({
  roles: v.optional(
    v.array(
      v.strictObject({
        role_id: v.string(),
        description: v.optional(v.string(), ''),
        permissions: v.array(permission),
      }),
    ),
    [],
  ),
  resources: v.optional(
    v.array(
      v.strictObject({
        resource_id: v.pipe(v.string(), v.minLength(1)),
        description: v.optional(v.string(), ''),
        actions: v.pipe(v.array(v.string()), v.minLength(1)),
      }),
    ),
    [],
  ),
  scopes: v.optional(
    v.array(
      v.strictObject({
        scope: v.pipe(v.string(), v.minLength(1)),
        description: v.optional(v.string(), ''),
        permissions: v.array(permission),
      }),
    ),
    [],
  ),
});

/**
 * Adds the roles, resources and scopes of a description to the default policy. A role with the id of a default role
 * replaces it.
 */
function policyOf(usual: Policy, described: unknown, place: string): Policy {
  const { success, output, issues } = v.safeParse(policyForm, described);
  if (!success) {
    const [issue] = issues;
    const path = v.getDotPath(issue);
    return fail(400, 'invalid_argument', `${path ? `${place}.${path}` : place}: ${issue.message}.`);
  }
  const { roles, resources, scopes } = output;
  const once = (list: string, ids: readonly string[]) => {
    const twice = ids.findIndex((id, index) => ids.indexOf(id) !== index);
    if (twice >= 0) fail(400, 'invalid_argument', `${place}.${list}.${twice}: There is another one of this id.`);
  };
  once(
    'roles',
    roles.map(({ role_id }) => role_id),
  );
  once(
    'resources',
    resources.map(({ resource_id }) => resource_id),
  );
  once(
    'scopes',
    scopes.map(({ scope }) => scope),
  );
  const isReplaced = (id: string) => roles.some(({ role_id }) => role_id === id);
  for (const [index, { role_id }] of roles.entries()) {
    if (role_id.startsWith('stytch_') && !usual.roles.some((role) => role.role_id === role_id)) {
      fail(400, 'invalid_argument', `${place}.roles.${index}.role_id: Stytch has no default role of this id.`);
    }
  }
  for (const [index, { resource_id }] of resources.entries()) {
    if (resource_id.startsWith('stytch.')) {
      fail(
        400,
        'invalid_argument',
        `${place}.resources.${index}.resource_id: Stytch’s own resources cannot be changed.`,
      );
    }
  }
  const policy: Policy = {
    roles: [...usual.roles.filter(({ role_id }) => !isReplaced(role_id)), ...roles],
    resources: [...usual.resources, ...resources],
    scopes,
  };
  const check = (at: string, role: Policy['roles'][number]) => {
    try {
      checkPermissions(policy, role);
    } catch (error) {
      throw error instanceof SandboxError
        ? new SandboxError(error.status, error.type, `${at}: ${error.message}`)
        : error;
    }
  };
  for (const [index, role] of roles.entries()) check(`${place}.roles.${index}`, role);
  for (const [index, { scope, ...rest }] of scopes.entries()) {
    check(`${place}.scopes.${index}`, { role_id: scope, ...rest });
  }
  return policy;
}

/** Parts of a description in both kinds of project. */
const SHARED = ['policy', 'connected_apps', 'm2m_clients'];

/** Rejects parts that the kind of project does not have. */
export const checkParts = (place: string, described: Described, fillings: readonly string[]): void =>
  checkNames(place, described, [...SHARED, ...fillings]);

/** Fills an empty world with the parts of both kinds: `policy`, `connected_apps` and `m2m_clients`. */
export async function fillProject(store: ProjectStore, described: Described, { make }: Maker): Promise<void> {
  if (described['policy'] !== undefined) store.policy = policyOf(store.policy, described['policy'], 'seed.policy');
  for (const [place, app] of objectsAt('seed.connected_apps', described['connected_apps'])) {
    const id = 'api_connectedapps_v1_connected_apps_clients_Create';
    await make(id, { place, body: bodiesOf(place, app, [id])[id] });
  }
  for (const [place, client] of objectsAt('seed.m2m_clients', described['m2m_clients'])) {
    const id = 'api_m2m_v1_m2m_clients_Create';
    await make(id, { place, body: bodiesOf(place, client, [id])[id] });
  }
}
