/** The call to Stytch that identifies the caller fails: T12 of the findings. */
import { afterEach, describe, expect, it } from 'vitest';
import { badGateway, hang, refuse, resetBefore, truncatedJson } from './fault-kinds.ts';
import { type FaultyGateway, faultyGateway } from './harness.ts';
import type { FaultKind } from './proxy.ts';

const AUTHENTICATE = 'api_b2b_session_v1_Authenticate';
const VIEWER = '{ viewer { kind roleIds scopes } }';
/** A write for which Stytch does not verify the session, so that the gateway confirms it first. */
const ROTATE = `mutation ($organizationId: ID!, $memberId: ID!) {
  rotateRecoveryCodes(input: { organizationId: $organizationId, memberId: $memberId }) {
    ... on RotateRecoveryCodesPayload { requestId }
    ... on MutationError { code message }
  }
}`;
const SEARCH = '{ organizations(first: 1) { nodes { name } } }';

let g: FaultyGateway;
afterEach(() => g.close());

const faults: [string, FaultKind, string][] = [
  ['never answers', hang, 'TIMEOUT'],
  ['resets the connection', resetBefore, 'UPSTREAM_UNAVAILABLE'],
  ['answers 500', refuse(500, 'internal_server_error'), 'UPSTREAM_ERROR'],
  ['is behind a proxy that answers 502', badGateway, 'UPSTREAM_UNAVAILABLE'],
  ['cuts its answer', truncatedJson, 'BAD_UPSTREAM_RESPONSE'],
  ['answers 429', refuse(429, 'too_many_requests'), 'RATE_LIMITED'],
];

describe.each(faults)('Stytch %s', (_, kind, code) => {
  const start = async () => {
    g = await faultyGateway({ timeout: 1_500, rules: { timeout: 800 } });
    return (await g.sandbox.world()).credentials.admin;
  };

  it('and a query says that the caller could not be identified', async () => {
    const { session_token: token } = await start();
    g.proxy.fail(kind, { operation: AUTHENTICATE });
    const outcome = await g.ask(VIEWER, {}, token);
    expect(outcome.code).toBe(code);
    expect(outcome.text).toContain('could not be identified');
    expect(outcome.text).not.toMatch(/OUTCOME_UNKNOWN|was sent/);
  });

  it('and a change is not sent, and says so', async () => {
    const { session_jwt: jwt, organization_id: organizationId, member_id: memberId } = await start();
    g.proxy.fail(kind, { operation: AUTHENTICATE });
    const outcome = await g.ask(ROTATE, { organizationId, memberId }, jwt);
    expect(outcome.code).toBe(code);
    expect(outcome.text).toContain('nothing was executed');
    expect(g.proxy.received.filter(({ id }) => id !== AUTHENTICATE)).toEqual([]);
  });

  it('once, and the call is retried', async () => {
    const { session_token: token } = await start();
    g.proxy.fail(kind, { operation: AUTHENTICATE, times: 1 });
    expect((await g.ask(VIEWER, {}, token)).code).toBe(code === 'TIMEOUT' ? code : 'ok');
    expect(g.proxy.received).toHaveLength(code === 'TIMEOUT' ? 1 : 2);
  });

  it('and a query by POST is no change either', async () => {
    await start();
    g.proxy.fail(kind, { operation: 'api_organization_v1_Search' });
    expect((await g.ask(SEARCH)).code).toBe(code);
  });
});
