/**
 * T54: the user guard without the access rules before it: calls that resolvers would make for a user, a visitor and a
 * visitor with a session if the rules permitted everything.
 */
import { MockAgent } from 'undici';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultBatchRules } from '../../loaders/batch.ts';
import type { Caller } from '../../src/auth/caller.ts';
import { createPolicy } from '../../src/auth/policy.ts';
import { createRefusedTokens } from '../../src/auth/refused-tokens.ts';
import type { Context } from '../../src/graphql/context.ts';
import { contextFor } from '../../src/graphql/create-context.ts';
import { createTries, defaultThrottleLimits } from '../../src/sign-in/throttle.ts';
import { createStytchClient } from '../../src/stytch/client/client.ts';
import { LoggedPlaces } from '../../src/stytch/client/response-faults.ts';
import { StytchError } from '../../src/stytch/error.ts';
import { composeTelemetry } from '../../src/telemetry/index.ts';
import { consumer } from '../../src/vertical/consumer.ts';

const OWN = 'user-test-11111111-1111-4111-8111-111111111111';
const OTHER = 'user-test-22222222-2222-4222-8222-222222222222';

const agent = new MockAgent();
agent.disableNetConnect();
const baseUrl = 'https://test.stytch.com';
const sent: string[] = [];
const errors: string[] = [];
const log = { warn() {}, error: (message: string) => void errors.push(message) };
agent
  .get(baseUrl)
  .intercept({ path: () => true, method: () => true })
  .reply(({ path }) => {
    sent.push(path);
    const session = { session_id: 'session-test-1', user_id: OWN, authentication_factors: [], roles: [] };
    return { statusCode: 200, data: { request_id: 'request-1', status_code: 200, session, user: { user_id: OWN } } };
  })
  .persist();
const stytch = createStytchClient({
  baseUrl,
  telemetryUrl: baseUrl,
  projectId: 'project-test-1',
  secret: 'secret-test-1',
  log,
  connect: () => agent.get(baseUrl),
});
afterAll(() => stytch.close());
beforeEach(() => {
  sent.length = 0;
  errors.length = 0;
});

const contextOf = (caller: Caller): Context => {
  const telemetry = composeTelemetry(log);
  const shared = {
    vertical: consumer,
    stytch,
    policy: createPolicy({ stytch, vertical: consumer, log, maxStaleMs: 1 }),
    projectId: 'project-test-1',
    refusedTokens: createRefusedTokens(consumer),
    tenantIds: consumer.signIn.createTenantIds(stytch),
    signInThrottle: createTries(defaultThrottleLimits, consumer),
    mostCalls: 1_000,
    mostNodes: 1_000,
    loggedPlaces: new LoggedPlaces(),
    rates: undefined,
    batching: defaultBatchRules,
    metrics: telemetry.metrics,
    now: Date.now,
    madeUpId: (kind: string) => kind,
  };
  const client = { address: '', device: () => ({}), signal: undefined, deadline: undefined };
  return contextFor(caller, shared, telemetry.begin(new Headers()), client);
};

const session = { token: 'a-session-token-of-somebody' };
const user: Caller = { kind: 'user', userId: OWN, sessionId: 'session-test-1', roles: [], factors: [], session };
const visitor: Caller = { kind: 'visitor' };

const contexts: Readonly<Record<string, () => Promise<Context>>> = {
  'a user': async () => contextOf(user),
  'a visitor': async () => contextOf(visitor),
  'a visitor with a session': async () => (await contextOf(visitor).actingBy(session)) ?? contextOf(visitor),
};

/** Calls an operation with a user id, by the caller's client and by the client of a proof, and returns both results. */
const outcomes = async (who: string, userId: string | undefined): Promise<string[]> => {
  const context = (await contexts[who]?.()) ?? contextOf(visitor);
  sent.length = 0;
  const input = { phoneNumber: '+14155550101', userId };
  const ways = [context.stytch, context.stytchByProof()];
  return Promise.all(
    ways.map((way) =>
      way.call('post', '/v1/otps/sms/send', input).then(
        () => 'sent',
        (cause: unknown) => (cause instanceof StytchError ? cause.facts.code : String(cause)),
      ),
    ),
  );
};

describe('a request with a user id in its body', () => {
  it.each([
    ['a user', OWN, 'sent'],
    ['a user', OTHER, 'FORBIDDEN'],
    ['a user', undefined, 'sent'],
    ['a visitor', OWN, 'FORBIDDEN'],
    ['a visitor', undefined, 'sent'],
    ['a visitor with a session', OWN, 'sent'],
    ['a visitor with a session', OTHER, 'FORBIDDEN'],
  ])('of %s with %s is %s, by a proof too', async (who, userId, expected) => {
    expect(await outcomes(who, userId)).toEqual([expected, expected]);
    expect(sent).toHaveLength(expected === 'sent' ? 2 : 0);
    expect(errors).toEqual(expected === 'sent' ? [] : Array(2).fill('user guard rejected a request'));
  });
});
