import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ConsumerGateway, gatewayOverSandbox, seededUser, sent } from './gateway.ts';

let g: ConsumerGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const search = `query ($filter: UserFilter, $first: Int, $after: String) {
  users(filter: $filter, first: $first, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { userId name { firstName } } } }`;

interface Found {
  users: {
    totalCount: number;
    pageInfo: { hasNextPage: boolean; endCursor: string };
    nodes: { userId: string; name: { firstName: string } }[];
  };
}

const names = async (filter: object) => {
  const { users } = await g.data<Found>(search, { variables: { filter, first: 100 } });
  return users.nodes.map(({ name }) => name.firstName).sort();
};

describe('users', () => {
  it.each<[string, () => object, string[]]>([
    ['ids', () => ({ userIds: [seededUser(g, 'Ada').user_id] }), ['Ada']],
    ['addresses', () => ({ emailAddresses: ['BEN@okafor.example'] }), ['Ben']],
    ['ids of addresses', () => ({ emailIds: [seededUser(g, 'Ben').emails[0]?.email_id] }), ['Ben']],
    ['numbers', () => ({ phoneNumbers: ['+14155550101'] }), ['Ada']],
    ['ids of numbers', () => ({ phoneIds: [seededUser(g, 'Emi').phone_numbers[0]?.phone_id] }), ['Emi']],
    ['providers', () => ({ oauthProviders: ['APPLE'] }), ['Kiri']],
    ['ids of apps', () => ({ totpIds: [seededUser(g, 'Leila').totps[0]?.totp_id] }), ['Leila']],
    [
      'ids of keys',
      () => ({ webauthnRegistrationIds: [seededUser(g, 'Ada').webauthn_registrations[0]?.webauthn_registration_id] }),
      ['Ada'],
    ],
    [
      'ids of wallets',
      () => ({ cryptoWalletIds: [seededUser(g, 'Iris').crypto_wallets[0]?.crypto_wallet_id] }),
      ['Iris'],
    ],
    [
      'addresses of wallets',
      () => ({ cryptoWalletAddresses: ['0x9858EfFD232B4033E47d90003D41EC34EcaEda94'] }),
      ['Ada'],
    ],
    ['part of a name', () => ({ nameContains: 'núñ' }), ['Carla']],
    ['part of a whole name', () => ({ nameContains: 'ada love' }), ['Ada']],
    ['part of an address', () => ({ emailAddressContains: 'okafor' }), ['Ben']],
    ['part of a number', () => ({ phoneNumberContains: '550105' }), ['Emi']],
    ['status', () => ({ status: 'PENDING' }), ['Dmitri', 'Emi']],
    ['earliest creation', () => ({ createdAfter: '2025-01-01T00:00:00Z' }), ['Dmitri', 'Emi']],
    ['latest creation', () => ({ createdBefore: '2023-06-01T00:00:00Z' }), ['Sandbox']],
    [
      'a span of time',
      () => ({ createdAfter: '2025-01-08T00:00:00Z', createdBefore: '2025-02-01T00:00:00Z' }),
      ['Emi'],
    ],
    ['verified factors', () => ({ totpVerified: true }), ['Ada', 'Leila', 'Sandbox']],
    ['unverified factors', () => ({ emailVerified: false, phoneVerified: false }), ['Dmitri', 'Emi', 'Hugo', 'Iris']],
    ['verified wallets', () => ({ cryptoWalletVerified: true, passwordExists: false }), ['Iris', 'Sandbox']],
    ['verified keys and a name', () => ({ webauthnRegistrationVerified: true, nameContains: 'love' }), ['Ada']],
    ['passwords', () => ({ passwordExists: true }), ['Ada', 'Carla', 'Hugo']],
    ['several fields', () => ({ nameContains: 'ada', totpVerified: true }), ['Ada']],
  ])('finds by %s', async (_, filter, expected) => {
    expect(await names(filter())).toEqual(expected);
  });

  it('pages through all users, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const { users }: Found = await g.data<Found>(search, { variables: { first: 20, after } });
      expect(users.totalCount).toBe(g.sandbox.store.users.size);
      seen.push(...users.nodes.map(({ userId }) => userId));
      after = users.pageInfo.hasNextPage ? users.pageInfo.endCursor : null;
    } while (after);
    expect(seen.sort()).toEqual([...g.sandbox.store.users.keys()].sort());
  });

  it.each([
    ['a part that is too short', { nameContains: 'ad' }],
    ['UNKNOWN', { status: 'UNKNOWN' }],
    ['an invalid id', { userIds: ['crm-1006'] }],
  ])('rejects %s before any call', async (_, filter) => {
    g.calls.length = 0;
    const { errors } = await g.query(search, { variables: { filter } });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INVALID_INPUT']);
    expect(sent(g)).toEqual([]);
  });

  it.each<['ada' | null, string]>([
    ['ada', 'FORBIDDEN'],
    [null, 'UNAUTHENTICATED'],
  ])('is for servers: %s is %s', async (as, code) => {
    g.calls.length = 0;
    const { errors } = await g.query(search, { as });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
    expect(sent(g)).toEqual([]);
  });
});
