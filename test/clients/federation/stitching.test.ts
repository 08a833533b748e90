/** Schema stitching by `organizationsById` and `membersById`: a client gets the same results as without stitching. */
import { describe, expect, onTestFinished } from 'vitest';
import { type ClientGateway, clientTest } from '../harness.ts';
import type { Invoice } from './billing.ts';
import { ids, OPERATIONS, SERVER, seen, send } from './operation.ts';
import { startStitched } from './stitched.ts';

const test = clientTest('stitching');

describe('a stitched schema', () => {
  const open = async (g: ClientGateway, invoices: readonly Invoice[]) => {
    const stitched = await startStitched(g.endpoint, invoices);
    onTestFinished(stitched.close);
    g.received.length = 0;
    g.calls.length = 0;
    return stitched;
  };

  test('joins both ways: from invoices to people, and from an organization to its plan', async ({ g }) => {
    const { own } = ids(g);
    const { endpoint } = await open(g, [
      { invoiceId: '1', organization: own, issuedBy: { organizationId: own.organizationId, memberId: own.admin } },
    ]);
    const joined = await send(
      endpoint,
      SERVER,
      '{ invoices { invoiceId organization { name plan } issuedBy { name emailAddress } } }',
    );
    expect(seen(joined)).toEqual({
      data: {
        invoices: [
          {
            invoiceId: '1',
            organization: { name: 'Fernhill Bakery', plan: 'team' },
            issuedBy: { name: 'Ada Okafor', emailAddress: 'ada@fernhill.example' },
          },
        ],
      },
      codes: [],
    });
    const back = await send(endpoint, SERVER, '{ organization(by: { slug: "fernhill-bakery" }) { name plan } }');
    expect(seen(back)).toEqual({ data: { organization: { name: 'Fernhill Bakery', plan: 'team' } }, codes: [] });
  });

  test('asks once for a hundred organizations and once for a hundred members', async ({ g }) => {
    const { own, other } = ids(g);
    const invoices = Array.from({ length: 100 }, (_, n) => ({
      invoiceId: String(n),
      organization: n % 2 === 0 ? own : other,
      issuedBy: { organizationId: own.organizationId, memberId: n % 2 === 0 ? own.admin : own.member },
    }));
    const { endpoint } = await open(g, invoices);
    const document = '{ invoices(first: 100) { organization { name } issuedBy { name } } }';
    const answer = await send(endpoint, SERVER, document);
    expect(answer.errors ?? []).toEqual([]);
    expect(JSON.stringify(answer.data)).toContain('Ada Okafor');
    expect(g.received).toHaveLength(1);
    expect(g.calls.map(({ id }) => id).toSorted()).toEqual([
      'api_organization_v1_Search',
      'api_organization_v1_organizations_members_Search',
    ]);
  });

  test('shows null for what is not there', async ({ g }) => {
    const { own } = ids(g);
    const organizationId = 'organization-test-00000000-0000-4000-8000-000000000000';
    const { endpoint } = await open(g, [
      { invoiceId: '1', organization: { organizationId }, issuedBy: null },
      { invoiceId: '2', organization: own, issuedBy: null },
    ]);
    const answer = await send(endpoint, SERVER, '{ invoices { organization { name } } }');
    expect(JSON.stringify(answer.data)).toContain('Fernhill Bakery');
    expect(JSON.stringify(answer.data)).toContain('null');
  });

  test('shows a member nothing of another organization, and Stytch is not asked', async ({ g }) => {
    const { other } = ids(g);
    const { member } = g.world.credentials;
    for (const [organization, issuedBy] of [
      [other, null],
      [null, { organizationId: other.organizationId, memberId: other.admin }],
    ] as const) {
      const { endpoint } = await open(g, [{ invoiceId: '1', organization, issuedBy }]);
      const answer = await send(
        endpoint,
        member.session_jwt,
        '{ invoices { organization { name } issuedBy { name emailAddress } } }',
      );
      expect([...new Set(answer.errors?.map(({ extensions: { code } }) => code))]).toEqual(['FORBIDDEN']);
      expect(g.received.length).toBeGreaterThan(0);
      expect(g.calls.map(({ id }) => id)).toEqual([]);
    }
  });

  test('shows an administrator members of the own organization', async ({ g }) => {
    const { own } = ids(g);
    const issuedBy = { organizationId: own.organizationId, memberId: own.member };
    const { endpoint } = await open(g, [{ invoiceId: '1', organization: null, issuedBy }]);
    const answer = await send(endpoint, g.world.credentials.admin.session_jwt, '{ invoices { issuedBy { name } } }');
    expect(seen(answer)).toEqual({ data: { invoices: [{ issuedBy: { name: expect.any(String) } }] }, codes: [] });
    expect(g.calls).toHaveLength(1);
  });

  test('shows each operation, its errors and unions, as it is without stitching', async ({ g }) => {
    const { endpoint } = await open(g, []);
    for (const [name, operation] of OPERATIONS) {
      const [token, document, variables] = operation(g);
      const direct = seen(await send(g.endpoint, token, document, variables));
      expect(seen(await send(endpoint, token, document, variables)), name).toEqual(direct);
      expect(direct.data !== null || direct.codes.length > 0, name).toBe(true);
    }
  });
});
