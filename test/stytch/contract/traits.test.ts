import { describe, expect, it } from 'vitest';
import { TRAFFIC_CLASSES, traits } from '../../../src/stytch/contract/traits.ts';
import { type ContractRoute, contract, contractRoutes } from '../../contract.ts';

const rows = Object.entries(traits).map(([id, facts]) => {
  const route = contractRoutes.get(id);
  if (!route) throw new Error(`the contract has no ${id}`);
  return { id, facts, route };
});

/** Wire names of all inputs of an operation: path, query and body. */
const inputsOf = ({ parameters, request }: ContractRoute): ReadonlySet<string> =>
  new Set([
    ...parameters.filter((parameter) => parameter.in !== 'header').map(({ name }) => name),
    ...Object.keys((request && contract.components.schemas[request]?.properties) || {}),
  ]);

describe('traits', () => {
  it('names every operation of the contract once', () => {
    expect(Object.keys(traits).sort()).toEqual([...contractRoutes.keys()].sort());
  });

  it.each(rows)('$id: names only inputs of the operation', ({ facts, route }) => {
    const inputs = inputsOf(route);
    const named = [...facts.about, ...(facts.counts?.account ?? [])];
    expect(named.filter((name) => !inputs.has(name))).toEqual([]);
    expect(TRAFFIC_CLASSES).toContain(facts.class);
  });

  it('has no write that is a GET, and no read that is a PUT or a DELETE', () => {
    const odd = rows.filter(({ facts, route }) =>
      route.method === 'get' ? !facts.reads : facts.reads && route.method !== 'post',
    );
    expect(odd.map(({ id }) => id)).toEqual([]);
  });

  it('counts what sends as a message', () => {
    const uncounted = rows.filter(({ facts }) => facts.sends && facts.counts?.as !== 'message');
    expect(uncounted.map(({ id }) => id)).toEqual([]);
  });

  it('marks what returns a session as secret', () => {
    const returnsSession = ({ response }: ContractRoute) =>
      'session_token' in (contract.components.schemas[response]?.properties ?? {});
    const unmarked = rows.filter(({ facts, route }) => returnsSession(route) && !facts.secret);
    expect(unmarked.map(({ id }) => id)).toEqual([]);
  });
});
