/**
 * O1: events that a visitor can cause are logged at `info` at most, and a call is reported with the code that its
 * caller got.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { CallReport } from '../../src/stytch/client/observer.ts';
import { errorCode, knownErrorTypes } from '../../src/stytch/error-code.ts';
import { composeTelemetry } from '../../src/telemetry/index.ts';
import { noMetrics } from '../../src/telemetry/metrics.ts';
import { isServerFault } from '../../src/telemetry/outcome.ts';
import type { OperationSpan } from '../../src/telemetry/tracing.ts';
import {
  gatewayOverSandbox,
  gatewayOverStubs,
  type SandboxGateway,
  type StubbedGateway,
  unlimitedThrottle,
} from '../gateway.ts';
import { examples } from '../operations/index.ts';
import { pairs } from '../volume.ts';
import { recordingLog } from './read.ts';

const open: (SandboxGateway | StubbedGateway)[] = [];
afterEach(async () => {
  for (const g of open.splice(0)) await g.close();
});

/** A gateway's telemetry, with what it reports of each call to metrics and traces. */
const watch = () => {
  const kept = recordingLog();
  const counted: CallReport[] = [];
  const traced: CallReport[] = [];
  const trace: OperationSpan = { traceId: 'trace', called: (report) => traced.push(report), end() {} };
  const metrics = { ...noMetrics, called: (report: CallReport) => void counted.push(report) };
  const telemetry = composeTelemetry(kept.log, metrics, { begin: () => trace, close: async () => {} });
  const grave = () => kept.lines().filter(({ level }) => level === 'warn' || level === 'error');
  return { telemetry, counted, traced, grave, lines: kept.lines };
};

const visitors = examples.filter(({ as, document }) => as === null && document.startsWith('mutation'));
/** Variables with each input invalid in turn, then all of them. */
const garbled = (variables: Readonly<Record<string, unknown>>): Record<string, unknown>[] => {
  const wrong = (value: unknown): unknown =>
    typeof value === 'string' ? (value.includes('@') ? `nobody-${value}` : `${value.slice(0, -4)}0000`) : value;
  const each = Object.keys(variables).map((name) => ({ ...variables, [name]: wrong(variables[name]) }));
  return [...each, Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, wrong(value)]))];
};

describe('a visitor over the sandbox', () => {
  it.each(visitors)('gets no line above info by $id, wrong in every way', async ({ document, variables }) => {
    const { telemetry, grave } = watch();
    const g = await gatewayOverSandbox({ telemetry, tries: unlimitedThrottle() });
    open.push(g);
    const sound = (await variables?.(g)) ?? {};
    // The second time the proof has been used.
    for (const each of [...garbled(sound), sound, sound]) await g.query(document, { variables: each, as: null });
    expect(grave()).toEqual([]);
    expect(g.logged).toEqual([]);
  });
});

const ADDRESS = 'emailAddress: "ada@fernhill.example"';
// By its id, so that no slug has to be resolved.
const HOME = 'organizationId: "organization-test-11111111-1111-4111-8111-111111111111"';
const mutations = (id: string): [string, string][] => [
  [
    'api_b2b_password_v1_Authenticate',
    `authenticateMemberPassword(input: { organizationId: "${id}", ${ADDRESS}, password: "a" })`,
  ],
  [
    'api_b2b_password_v1_b2b_passwords_discovery_Authenticate',
    `authenticateDiscoveryPassword(input: { ${ADDRESS}, password: "a" })`,
  ],
  [
    'api_b2b_password_v1_b2b_passwords_existing_password_Reset',
    `resetMemberPasswordByExistingPassword(
      input: { organizationId: "${id}", ${ADDRESS}, existingPassword: "a", newPassword: "a long and unusual one" }
    )`,
  ],
];

describe('a wrong password', () => {
  it('is INVALID_CREDENTIALS in metrics and traces, as for its caller', async () => {
    const { telemetry, counted, traced, grave } = watch();
    const g = await gatewayOverSandbox({ telemetry });
    open.push(g);
    g.sandbox.store.crossOrganizationPasswords = true;
    for (const [operation, field] of mutations(g.world.credentials.admin.organization_id)) {
      const document = `mutation { it: ${field} { ... on MutationError { code errorType } } }`;
      const { it: told } = await g.data<{ it: object }>(document, { as: null });
      expect([operation, told]).toEqual([
        operation,
        { code: 'INVALID_CREDENTIALS', errorType: 'unauthorized_credentials' },
      ]);
      for (const reports of [counted, traced]) {
        const outcomes = reports.filter((report) => report.operation === operation).map(({ outcome }) => outcome);
        expect([operation, outcomes]).toEqual([operation, ['INVALID_CREDENTIALS']]);
      }
    }
    expect(grave()).toEqual([]);
    expect(g.logged).toEqual([]);
  });
});

describe('a message to a stranger', () => {
  it('is an info line without the address', async () => {
    const { telemetry, lines, grave } = watch();
    const g = await gatewayOverSandbox({ telemetry });
    open.push(g);
    const input = `organizationId: "${g.world.credentials.admin.organization_id}", emailAddress: "stranger@a.example"`;
    await g.query(`mutation { startMemberPasswordReset(input: { ${input} }) { __typename } }`, { as: null });
    const told = lines().filter(({ message }) => message === 'message not sent');
    expect(told).toEqual([expect.objectContaining({ level: 'info', errorType: 'email_not_found' })]);
    expect(JSON.stringify(lines())).not.toContain('stranger');
    expect(grave()).toEqual([]);
  });
});

describe('each refusal that Stytch has a word for', () => {
  const words = [...knownErrorTypes].filter((word) => {
    const code = errorCode(word, 400);
    return code === 'NOT_CONFIGURED' || !isServerFault(code);
  });
  const headers = { 'content-type': 'application/json' };
  const ways = [
    [
      'a password',
      '/v1/b2b/passwords/authenticate',
      `authenticateMemberPassword(input: { ${HOME}, ${ADDRESS}, password: "a" })`,
    ],
    ['a message', '/v1/b2b/otps/email/login_or_signup', `sendMemberEmailPasscode(input: { ${HOME}, ${ADDRESS} })`],
    [
      'a token',
      '/v1/b2b/oauth/authenticate',
      'authenticateMemberOauth(input: { oauthToken: "a-token-of-a-provider" })',
    ],
  ] as const;
  const tried = pairs(words, ways, 3);
  it.each(ways)('is no line above info: %s', { timeout: 60_000 }, async (way, path, field) => {
    const { telemetry, grave } = watch();
    const g = await gatewayOverStubs({ telemetry, tries: unlimitedThrottle() });
    open.push(g);
    g.stytch
      .intercept({ path: '/v1/debug/whoami' })
      .reply(200, { request_id: 'id', status_code: 200 }, { headers })
      .persist();
    for (const { row: word, column } of tried) {
      if (column[0] !== way) continue;
      const body = {
        status_code: 401,
        request_id: 'id',
        error_type: word,
        error_message: 'No.',
        error_url: 'https://a.example',
      };
      g.stytch.intercept({ path, method: 'POST' }).reply(401, body, { headers });
      await g.query(`mutation { ${field} { ... on MutationError { code } } }`, { as: null });
    }
    expect(words.length).toBeGreaterThan(500);
    expect(grave()).toEqual([]);
    expect(g.logged).toEqual([]);
  });
});
