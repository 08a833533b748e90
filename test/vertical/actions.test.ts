/** T4, N8: every access rule names a resource and an action that exist. */
import { isInterfaceType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { policy } from '../../src/sandbox/b2b/seed/policy.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import { GATEWAY_ACTIONS } from '../../src/vertical/actions.ts';

interface FoundRule {
  readonly place: string;
  readonly resource: string;
  readonly actions: readonly string[];
  readonly signedIn: string;
}

const ruleAt = (place: string, { access }: Readonly<Record<string, unknown>>): FoundRule[] => {
  if (!isRecord(access)) return [];
  const { resource, action, signedIn } = access;
  // A field of an object type may name an action for each field of the object.
  const actions = (isRecord(action) ? Object.values(action) : [action]).flatMap((own) =>
    isRecord(own) ? Object.values(own) : [own],
  );
  return [{ place, resource: String(resource), actions: actions.map(String), signedIn: String(signedIn) }];
};

/** The rules of all fields, and of the types that `node` fetches. */
const rules = Object.values(schema.getTypeMap())
  .filter((type) => isObjectType(type) || isInterfaceType(type))
  .flatMap((type) => [
    ...ruleAt(type.name, type.extensions),
    ...Object.values(type.getFields()).flatMap((field) => ruleAt(`${type.name}.${field.name}`, field.extensions)),
  ]);

const inPolicy = new Map(policy.resources.map(({ resource_id, actions }) => [resource_id, new Set(actions)]));
const ofGateway = new Map(
  Object.entries(GATEWAY_ACTIONS).map(([resource, actions]) => [resource, new Set<string>(actions)]),
);
const words = (found: readonly FoundRule[]) =>
  found.flatMap(({ place, resource, actions }) => actions.map((action) => ({ place, resource, action })));

/** Rules with a resource or action that neither the policy nor the gateway knows. */
const unknown = (found: readonly FoundRule[]) =>
  words(found).filter(
    ({ resource, action }) => !inPolicy.get(resource)?.has(action) && !ofGateway.get(resource)?.has(action),
  );

describe('the actions of access rules', () => {
  it('are in the policy or among the actions of the gateway', () => {
    expect(rules.length).toBeGreaterThan(150);
    expect(unknown(rules)).toEqual([]);
  });

  it('are not, if an action is invented', () => {
    const invented = {
      place: 'Member.x',
      resource: 'stytch.member',
      actions: ['remind.recovery-codes'],
      signedIn: 'self',
    };
    expect(unknown([...rules, invented]).map(({ place }) => place)).toEqual(['Member.x']);
  });

  it('are in the policy if the roles of a member decide, except two for which Stytch documents no action', () => {
    const byRole = rules.filter(({ signedIn }) => signedIn === 'permitted' || signedIn === 'permittedOrSelf');
    const outside = words(byRole).filter(({ resource, action }) => !inPolicy.get(resource)?.has(action));
    expect([...new Set(outside.map(({ resource, action }) => `${resource}:${action}`))].sort()).toEqual([
      'stytch.member:update.external-id',
      'stytch.organization:update.settings.external-id',
    ]);
  });

  it('of the gateway are each used by a rule, and none is in the policy', () => {
    const named = new Set(words(rules).map(({ resource, action }) => `${resource}:${action}`));
    const own = [...ofGateway]
      .filter(([resource]) => resource !== 'stytch.user')
      .flatMap(([resource, actions]) => [...actions].map((action) => ({ resource, action })));
    expect(own.filter(({ resource, action }) => !named.has(`${resource}:${action}`))).toEqual([]);
    expect(own.filter(({ resource, action }) => inPolicy.get(resource)?.has(action))).toEqual([]);
  });
});
