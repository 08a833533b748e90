/**
 * Pins the effects of the traits of each operation: whether a failed read is retried, whether equal concurrent calls
 * are deduplicated, whether a message is sent and counted, whose attempt it is, what is shed first, and the subject of
 * a pause. effects.txt has one line per operation, so a changed row of traits.ts changes it.
 */
import { GraphQLObjectType, GraphQLSchema, GraphQLString, parse } from 'graphql';
import { MockAgent } from 'undici';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { priorityOf } from '../../../src/limits/priority.ts';
import { signInAttemptReader } from '../../../src/sign-in/sign-in-attempt.ts';
import { createStytchClient } from '../../../src/stytch/client/client.ts';
import { toGraphName } from '../../../src/stytch/contract/names.ts';
import { operations } from '../../../src/stytch/contract/operations.ts';
import { pathParameters } from '../../../src/stytch/contract/path.ts';
import { type OperationTraits, traitsOf } from '../../../src/stytch/contract/traits.ts';
import type { OperationKey, RestMethod } from '../../../src/stytch/contract/types.ts';
import { StytchError } from '../../../src/stytch/error.ts';
import { b2b } from '../../../src/vertical/b2b.ts';

const agent = new MockAgent();
agent.disableNetConnect();
const origin = 'https://test.stytch.com';
let sent = 0;
/** Status codes of the next responses, before all others succeed. */
const failures: number[] = [];
agent
  .get(origin)
  .intercept({ path: () => true, method: () => true })
  .reply(() => {
    sent += 1;
    return { statusCode: failures.shift() ?? 200, data: { request_id: 'request-1', status_code: 200 } };
  })
  .persist();
const stytch = createStytchClient({
  baseUrl: origin,
  telemetryUrl: origin,
  projectId: 'project-test-1',
  secret: 'secret-test-1',
  log: { warn() {}, error() {} },
  rules: { minimumThroughput: 1e6, backoffMs: 1, retryBudgetRatio: 1, retryBurst: 1e3 },
  connect: () => agent.get(origin),
});
beforeEach(() => {
  sent = 0;
  failures.length = 0;
});
afterAll(() => stytch.close());

const keys = Object.keys(operations) as OperationKey[];

const call = (key: OperationKey, options?: Parameters<typeof stytch.send>[3]): Promise<object> => {
  const [method = '', path = ''] = key.split(' ');
  const input = Object.fromEntries(pathParameters(path).map((name) => [toGraphName(name), 'id-1']));
  return stytch.send(method as RestMethod, path, input, options);
};

/** After a 502 it is unknown whether the request arrived: a read is retried, a write never. */
async function afterFailure(key: OperationKey): Promise<string> {
  failures.push(502);
  sent = 0;
  const outcome = await call(key).then(
    () => 'ok',
    (cause: unknown) => (cause instanceof StytchError ? cause.facts.code : String(cause)),
  );
  return `${sent === 2 ? 'retried' : 'once'} ${outcome}`;
}

/** Two equal concurrent calls of one caller. */
async function atOnce(key: OperationKey): Promise<string> {
  sent = 0;
  await Promise.all([call(key, { dedupeScope: 'ada' }), call(key, { dedupeScope: 'ada' })]);
  return sent === 1 ? 'shared' : 'apart';
}

/** A graph with one field that may call the operation. */
function shed(key: OperationKey): string {
  const field = { type: GraphQLString, extensions: { operations: [key] } };
  const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { field } }) });
  return priorityOf(schema, parse('{ field }'));
}

const countedAs = ({ sends, counts, provesMailbox }: OperationTraits): string =>
  [
    counts ? [counts.as, ...counts.account].join(' ') : 'uncounted',
    sends ? 'sends' : '',
    provesMailbox ? 'proves mailbox' : '',
  ]
    .filter(Boolean)
    .join(', ');

/** The subject of a pause after a 429. */
const aboutOf = ({ about }: OperationTraits): string => ['about', ...about].join(' ');

describe('the traits of each operation', () => {
  it('have the effects of effects.txt', async () => {
    const lines: string[] = [];
    for (const key of keys) {
      const traits = traitsOf(key);
      const effects = [
        traits.class,
        await afterFailure(key),
        await atOnce(key),
        shed(key),
        countedAs(traits),
        aboutOf(traits),
      ];
      lines.push([operations[key].id, ...effects].join(' | '));
    }
    expect(lines).toHaveLength(184);
    await expect(`${lines.sort().join('\n')}\n`).toMatchFileSnapshot('effects.txt');
  });

  it('of B2B count a request for each account that it names', () => {
    const rule = {
      resource: 'stytch.member',
      action: 'sign-in',
      signedIn: 'none',
      proof: { token: 'token' },
    } as const;
    const values: Record<string, string> = {
      organization_id: 'organization-1',
      member_id: 'member-test-11111111-1111-4111-8111-111111111111',
      email_address: 'ada@fernhill.example',
      mfa_phone_number: '+14155550100',
    };
    const input = Object.fromEntries([
      ['token', 'a-token'],
      ...Object.entries(values).map(([name, value]) => [toGraphName(name), value]),
    ]);
    for (const key of keys.filter((each) => each.includes('/v1/b2b/'))) {
      const { counts } = traitsOf(key);
      const attempt = signInAttemptReader(rule, [key], b2b)?.(input, { kind: 'visitor' });
      const named = (counts?.account ?? []).filter((name) => name !== 'organization_id');
      expect(attempt?.accounts.map(({ name }) => name) ?? [], key).toEqual(named.map((name) => values[name]));
      expect(attempt?.kind, key).toBe(counts ? (counts.as === 'message' ? 'message' : 'guess') : undefined);
      expect(attempt?.credential, key).toBe(counts?.as === 'attempt' && named.length === 0 ? 'a-token' : undefined);
    }
  });
});
