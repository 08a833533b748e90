/** Stytch sends an invalid or incomplete response: F9, F10, F11, F13. */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  badHttp,
  deepJson,
  editJson,
  emptyBody,
  gzipBomb,
  htmlInstead,
  hugeBody,
  hugeHeaders,
  redirectTo,
  shortLength,
  truncatedJson,
  wrongShape,
} from './fault-kinds.ts';
import { countByCode, type FaultyGateway, faultyGateway, measureRecovery, runMany } from './harness.ts';
import type { FaultKind } from './proxy.ts';
import { type FaultNumber, startFaultTally } from './tally.ts';

const tally = startFaultTally();
const MEGABYTE = 1024 * 1024;

let g: FaultyGateway;
beforeEach(async () => {
  g = await faultyGateway();
});
afterEach(() => g.close());

const unreadable: [FaultNumber, string, FaultKind, string][] = [
  ['F9', 'JSON that stops in the middle', truncatedJson, 'BAD_UPSTREAM_RESPONSE'],
  ['F9', 'fewer bytes than were announced', shortLength, 'UPSTREAM_UNAVAILABLE'],
  ['F9', 'nothing', emptyBody, 'BAD_UPSTREAM_RESPONSE'],
  ['F9', 'a page', htmlInstead, 'BAD_UPSTREAM_RESPONSE'],
  ['F9', 'JSON that is no object', wrongShape, 'BAD_UPSTREAM_RESPONSE'],
  ['F11', 'a body of 64 MB', hugeBody(64), 'BAD_UPSTREAM_RESPONSE'],
  ['F11', 'a small body that unpacks to 100 MB', gzipBomb, 'BAD_UPSTREAM_RESPONSE'],
  ['F11', 'a million lists in one another', deepJson, 'BAD_UPSTREAM_RESPONSE'],
  ['F11', 'a megabyte of headers', hugeHeaders, 'BAD_UPSTREAM_RESPONSE'],
  ['F11', 'what is no HTTP', badHttp, 'BAD_UPSTREAM_RESPONSE'],
];

test.each(unreadable)(
  '%s when Stytch answers with %s, callers are told, and a write is unknown',
  async (fault, _, kind, code) => {
    g.proxy.fail(kind);
    const before = process.memoryUsage().arrayBuffers;
    const reads = await runMany(4, 2, (nth) => g.read(nth));
    const write = await g.write('marker-1');
    expect(countByCode(reads)).toEqual({ [code]: 4 });
    expect(write.code).toBe('OUTCOME_UNKNOWN');
    for (const { text } of [...reads, write]) expect(text).not.toMatch(/lb-internal|SSH|undici|UND_ERR|HPE_/);
    expect(g.logged.join()).not.toMatch(/lb-internal/);
    expect(g.proxy.delivered()).toMatchObject({ writes: 1, twice: 0 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEGABYTE);
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBe(100);
    tally(fault, { calls: 5, right: 5, deliveries: 1, twice: 0, recovery: milliseconds });
  },
);

describe('F10 a response that violates the contract affects only the invalid part:', () => {
  type Properties = Record<string, unknown>;
  const FIELDS = 'memberId emailAddress name status isAdmin createdAt';

  async function recovered(): Promise<void> {
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBe(100);
    tally('F10', { calls: 1, right: 1, recovery: milliseconds });
  }

  /** Queries twenty members, of whom the seventh is malformed in the response. */
  async function seventh(change: (member: Properties) => void) {
    g.proxy.fail(
      editJson((body) => change((body['members'] as Properties[])[6] ?? {})),
      { operation: 'api_organization_v1_organizations_members_Search' },
    );
    const { text } = await g.ask(
      `query ($organizationId: ID!) {
        organization(by: { id: $organizationId }) { name members(first: 20) { nodes { ${FIELDS} } } }
      }`,
      { organizationId: g.members[0]?.organizationId },
    );
    const { data, errors = [] } = JSON.parse(text);
    await recovered();
    return { organization: data.organization, nodes: data.organization.members?.nodes, errors };
  }

  const bearable: [string, (member: Properties) => void, Properties][] = [
    ['a null', (member) => Object.assign(member, { email_address: null }), { emailAddress: '' }],
    ['no moment', (member) => Object.assign(member, { created_at: 17.5 }), { createdAt: null }],
    ['a boolean left out', (member) => delete member['is_admin'], { isAdmin: false }],
    ['a state added later', (member) => Object.assign(member, { status: 'pondering' }), { status: 'UNKNOWN' }],
    ['a property added later', (member) => Object.assign(member, { shoe_size: 44 }), {}],
  ];
  test.each(bearable)('%s in one member of twenty', async (_, change, seen) => {
    const whole = await seventh(() => {});
    const { nodes, errors } = await seventh(change);
    expect(errors).toEqual([]);
    expect(whole.nodes.length).toBeGreaterThan(10);
    const expected = whole.nodes.map((node: Properties, index: number) => (index === 6 ? { ...node, ...seen } : node));
    expect(nodes).toEqual(expected);
  });

  test('a wrong type in one member of twenty is an error at its path, and all other data is returned', async () => {
    const whole = await seventh(() => {});
    const { nodes, errors } = await seventh((member) => {
      Object.assign(member, { email_address: { a: 1 } });
    });
    expect(nodes).toEqual(
      whole.nodes.map((node: Properties, index: number) => (index === 6 ? { ...node, emailAddress: '' } : node)),
    );
    expect(errors).toMatchObject([
      {
        path: ['organization', 'members', 'nodes', 6, 'emailAddress'],
        extensions: { code: 'BAD_UPSTREAM_RESPONSE' },
      },
    ]);
  });

  test('a member without its id is an error at its path, and all other members are returned', async () => {
    const whole = await seventh(() => {});
    const { nodes, organization, errors } = await seventh((member) => {
      delete member['member_id'];
    });
    expect(nodes).toEqual(whole.nodes.filter((_: Properties, index: number) => index !== 6));
    expect(errors).toHaveLength(1);
    expect(errors[0].path.join('.')).toBe('organization.members.nodes');
    expect(errors[0].extensions.code).toBe('BAD_UPSTREAM_RESPONSE');
    expect(organization.name).toBe('Fernhill Bakery');
  });

  test('returns fifty members, forty-nine with sessions, if the sessions of one are unreadable', async () => {
    const { organizationId } = g.members[0] ?? { organizationId: '' };
    await runMany(40, 10, (nth) =>
      g.stytch.call('post', '/v1/b2b/organizations/{organization_id}/members', {
        organizationId,
        emailAddress: `edge-${nth}@edges.example`,
      }),
    );
    const { memberId = '' } = g.members[7] ?? {};
    g.proxy.fail(emptyBody, { operation: 'api_b2b_session_v1_Get', path: memberId });
    const { text } = await g.ask(
      `query ($organizationId: ID!) {
        organization(by: { id: $organizationId }) {
          members(first: 50) { nodes { memberId sessions { memberSessionId } } }
        }
      }`,
      { organizationId },
    );
    const { data, errors } = JSON.parse(text);
    const nodes: { memberId: string; sessions: object[] | null }[] = data.organization.members.nodes;
    expect(nodes).toHaveLength(50);
    expect(nodes.filter(({ sessions }) => sessions === null).map((node) => node.memberId)).toEqual([memberId]);
    const at = nodes.findIndex((node) => node.memberId === memberId);
    expect(errors).toMatchObject([
      { path: ['organization', 'members', 'nodes', at, 'sessions'], extensions: { code: 'BAD_UPSTREAM_RESPONSE' } },
    ]);
    await recovered();
  });
});

describe('F13 Stytch redirects the gateway:', () => {
  test.each([301, 302, 303, 307, 308])('with %i, which is not followed', async (status) => {
    let asked = 0;
    const elsewhere = createServer((_, response) => {
      asked += 1;
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    g.proxy.fail(redirectTo(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`, status));
    const outcomes = [...(await runMany(4, 4, (nth) => g.read(nth))), await g.write('marker-1')];
    expect(countByCode(outcomes)).toEqual({ BAD_UPSTREAM_RESPONSE: 5 });
    expect(asked).toBe(0);
    elsewhere.close();
    const { milliseconds, right } = await measureRecovery(g);
    expect(right).toBe(100);
    tally('F13', { calls: 5, right: 5, deliveries: g.proxy.delivered().writes, twice: 0, recovery: milliseconds });
  });
});
