/** T54: access rules of the graph of a consumer project, and the user guard behind them. */
import { getNamedType, isInputObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { fieldRows } from '../../schema/access-page.ts';
import { schema } from '../../schema/consumer/index.ts';
import { restOperation } from '../../src/stytch/contract/operation.ts';
import type { RestMethod } from '../../src/stytch/contract/types.ts';
import { GATEWAY_ACTIONS } from '../../src/vertical/actions.ts';
import { userGuard } from '../../src/vertical/consumer/user-guard.ts';

const rows = fieldRows(schema);
const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});

describe('the access rules', () => {
  it('name exactly the listed actions on users', () => {
    const named = rows.flatMap(({ access }) => {
      if (access === 'anyone' || access.resource !== 'stytch.user') return [];
      return typeof access.action === 'string' ? [access.action] : Object.values(access.action);
    });
    expect([...new Set(named)].sort()).toEqual([...GATEWAY_ACTIONS['stytch.user']].sort());
  });

  it('grant users nothing by role, since roles must not give access to other users', () => {
    const byRole = rows.filter(
      ({ access }) => access !== 'anyone' && !['self', 'none', 'any'].includes(access.signedIn),
    );
    expect(byRole.map(({ name }) => name)).toEqual([]);
  });

  it('reserve `userId` for servers in every mutation that has it', () => {
    const open = mutations.filter(({ name, args }) => {
      const input = getNamedType(args[0]?.type);
      const userId = isInputObjectType(input) ? input.getFields()['userId'] : undefined;
      const access = rows.find((row) => row.name === `Mutation.${name}`)?.access;
      const serversOnly = access !== undefined && access !== 'anyone' && access.signedIn === 'none';
      return userId && userId.extensions['serversOnly'] === undefined && !serversOnly;
    });
    expect(open.map(({ name }) => name)).toEqual([]);
  });
});

describe('the user guard for a user', () => {
  const logged: string[] = [];
  const guard = userGuard('user-test-1', { error: (message) => logged.push(message) });
  const decide = (method: RestMethod, path: string, input: Record<string, unknown>) => {
    const operation = restOperation(method, path);
    return guard(operation, operation.encode(input))?.facts.code ?? 'sent';
  };
  const search = (...operands: object[]) => ({ query: { operator: 'AND', operands } });

  it.each<[RestMethod, string, Record<string, unknown>, string]>([
    ['get', '/v1/users/{user_id}', { userId: 'user-test-1' }, 'sent'],
    ['get', '/v1/users/{user_id}', { userId: 'user-test-2' }, 'FORBIDDEN'],
    ['put', '/v1/users/{user_id}', { userId: 'user-test-2' }, 'FORBIDDEN'],
    ['get', '/v1/sessions', { userId: 'user-test-2' }, 'FORBIDDEN'],
    ['post', '/v1/totps', { userId: 'user-test-2' }, 'FORBIDDEN'],
    ['post', '/v1/totps', { userId: 'user-test-1' }, 'sent'],
    ['post', '/v1/otps/sms/send', { phoneNumber: '+14155550101' }, 'sent'],
    ['post', '/v1/otps/sms/send', { phoneNumber: '+14155550101', userId: 'user-test-2' }, 'FORBIDDEN'],
    ['post', '/v1/users/search', {}, 'FORBIDDEN'],
    ['post', '/v1/users/search', search({ filter_name: 'status', filter_value: 'active' }), 'FORBIDDEN'],
    ['post', '/v1/users/search', search({ filter_name: 'user_id', filter_value: ['user-test-1'] }), 'sent'],
    ['post', '/v1/users/search', search({ filter_name: 'user_id', filter_value: ['user-test-1', 'x'] }), 'FORBIDDEN'],
    ['delete', '/v1/users/totps/{totp_id}', { totpId: 'totp-test-1' }, 'sent'],
  ])('%s %s with %j is %s', (method, path, input, expected) => {
    logged.length = 0;
    expect(decide(method, path, input)).toBe(expected);
    expect(logged).toHaveLength(expected === 'sent' ? 0 : 1);
    expect(logged.join()).not.toContain('user-test');
  });
});

describe('the user guard for a visitor', () => {
  const guard = userGuard(undefined, { error() {} });
  it.each<[RestMethod, string, Record<string, unknown>, string]>([
    ['post', '/v1/otps/sms/send', { phoneNumber: '+14155550101' }, 'sent'],
    ['post', '/v1/otps/sms/send', { phoneNumber: '+14155550101', userId: 'user-test-1' }, 'FORBIDDEN'],
    ['post', '/v1/totps/authenticate', { userId: 'user-test-1', totpCode: '000000' }, 'FORBIDDEN'],
    ['get', '/v1/users/{user_id}', { userId: 'user-test-1' }, 'FORBIDDEN'],
    ['post', '/v1/users/search', {}, 'FORBIDDEN'],
  ])('%s %s with %j is %s', (method, path, input, expected) => {
    const operation = restOperation(method, path);
    expect(guard(operation, operation.encode(input))?.facts.code ?? 'sent').toBe(expected);
  });
});
