/** Calls that are sent before their parent is available, and how long a request retains their results. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MEMBER, ORGANIZATION, SESSIONS, startTraffic, type Traffic } from './traffic.ts';

let traffic: Traffic;
beforeAll(async () => {
  traffic = await startTraffic();
});
afterAll(() => traffic.close());
beforeEach(() => traffic.reset());

describe('a prefetched field', () => {
  it('is nothing to see where its owner does not exist', async () => {
    expect(
      await traffic.data(
        'organization(by: { id: "organization-test-00000000-0000-4000-8000-000000000000" }) { name members { totalCount } metrics { memberCount } }',
      ),
    ).toEqual({ organization: null });
    expect(traffic.asked()).toHaveLength(1);
  });

  it('is checked by its own access rule, and rejected once, at its own path', async () => {
    const { data: shown, errors } = await traffic.send(
      `organization(by: { id: $bakery }) { name members { totalCount } metrics { memberCount }
        member(by: { id: $ada }) { name sessions { startedAt } } }`,
      'member',
    );
    expect(shown).toMatchObject({ organization: { members: null, metrics: expect.any(Object), member: null } });
    expect(errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`).sort()).toEqual([
      'organization.member FORBIDDEN',
      'organization.members FORBIDDEN',
    ]);
    expect(traffic.asked()).toEqual([[ORGANIZATION, 'GET /organizations/BAKERY/metrics']]);
  });

  it('is not fetched if its parent is rejected', async () => {
    const { errors } = await traffic.send('organization(by: { id: $bank }) { name members { totalCount } }', 'member');
    expect(errors.map(({ path }) => path)).toEqual([['organization']]);
    expect(traffic.asked()).toEqual([]);
  });

  it('fails once, where it stands, and costs its owner nothing', async () => {
    const { data: shown, errors } = await traffic.send(
      `organization(by: { id: $bakery }) { name members(first: 5000) { totalCount }
        member(by: { id: "none" }) { name } }`,
    );
    expect(shown).toEqual({ organization: { name: 'Fernhill Bakery', members: null, member: null } });
    expect(errors.map(({ path, extensions }) => `${path?.join('.')} ${extensions.code}`).sort()).toEqual([
      'organization.member INVALID_INPUT',
      'organization.members INVALID_INPUT',
    ]);
  });
});

describe('a request remembers', () => {
  it('no result across a write', async () => {
    const { g, bakery, ada } = traffic;
    const rename = (alias: string, name: string) =>
      `${alias}: updateMember(input: { organizationId: $bakery, memberId: $ada, name: "${name}" }) {
        ... on UpdateMemberPayload { member { name sessions { member { name } } } } }`;
    const answer = await g.data<Record<string, { member: { name: string; sessions: { member: object }[] } }>>(
      `mutation ($bakery: ID!, $ada: ID!) { ${rename('a', 'First')} ${rename('b', 'Second')} }`,
      { variables: { bakery, ada } },
    );
    expect(answer['a']?.member.sessions[0]?.member).toEqual({ name: 'First' });
    expect(answer['b']?.member.sessions[0]?.member).toEqual({ name: 'Second' });
    const change = 'PUT /organizations/BAKERY/members/ADA';
    expect(traffic.asked()).toEqual([[change], [SESSIONS], [change], [SESSIONS]]);
  });

  it('no result after its end', async () => {
    const { plain } = traffic;
    const document = `member(organizationId: $bakery, by: { id: "${plain}" }) { name }`;
    await traffic.data(document);
    await traffic.data(document);
    expect(traffic.asked()).toEqual([[MEMBER], [MEMBER]]);
  });
});
