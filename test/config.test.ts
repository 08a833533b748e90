import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultBatchRules } from '../loaders/batch.ts';
import { defaultOutage } from '../src/auth/cached.ts';
import { defaultAdmissionLimits } from '../src/limits/admission-control.ts';
import { defaultLimits } from '../src/limits/limits.ts';
import { ConfigError, readConfig } from '../src/process/config.ts';
import { defaultRules } from '../src/stytch/resilience/options.ts';

const test = { STYTCH_PROJECT_ID: 'project-test-1', STYTCH_SECRET: 'secret-test-canary' };
const fault = (environment: Record<string, string>) => {
  try {
    readConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the settings were to be refused');
};

describe('the configuration', () => {
  it('with nothing set is the sandbox, with GraphiQL', () => {
    expect(readConfig({})).toEqual({
      vertical: 'b2b',
      allowedHosts: undefined,
      bufferedBodyBytes: 33_554_432,
      refusedTokensPerAddress: 30,
      port: 4000,
      host: '127.0.0.1',
      path: '/graphql',
      project: null,
      overload: defaultAdmissionLimits,
      rules: defaultRules,
      rates: {},
      batching: defaultBatchRules,
      sandboxHost: '127.0.0.1',
      sandboxPort: 4010,
      sandboxFailures: true,
      apiKeys: [],
      graphiql: true,
      introspection: 'on',
      explain: 'callers',
      tries: { perAccount: 5, perAccountHour: 9, perAddress: 30 },
      redisUrl: undefined,
      trustProxy: 0,
      persistedDocuments: undefined,
      corsOrigins: [],
      federation: false,
      sessionCookies: undefined,
      limits: defaultLimits,
      outage: defaultOutage,
      telemetry: { logLevel: 'info', metrics: undefined, traces: undefined },
      timeout: 10_000,
      shutdownNotice: 0,
      warnings: [],
    });
  });

  it('finds the API by the project id, and keeps GraphiQL off', () => {
    expect(readConfig(test)).toMatchObject({
      project: { baseUrl: 'https://test.stytch.com' },
      graphiql: false,
      explain: 'servers',
      sandboxFailures: false,
    });
    expect(readConfig({ ...test, STYTCH_PROJECT_ID: 'project-live-1' }).project).toMatchObject({
      baseUrl: 'https://api.stytch.com',
      telemetryUrl: 'https://telemetry.stytch.com',
    });
    expect(readConfig({ ...test, STYTCH_BASE_URL: 'http://127.0.0.1:4010' }).project?.baseUrl).toBe(
      'http://127.0.0.1:4010',
    );
    expect(readConfig({ ...test, GRAPHIQL: 'on' }).graphiql).toBe(true);
  });

  it('trims white space around an address, such as a line break', () => {
    expect(readConfig({ ...test, STYTCH_BASE_URL: ' https://test.stytch.com\n' }).project?.baseUrl).toBe(
      'https://test.stytch.com',
    );
    expect(readConfig({ ...test, REDIS_URL: 'redis://localhost:6379\n' }).redisUrl).toBe('redis://localhost:6379');
  });

  it('keeps to what Stytch takes in a minute; the sandbox takes as much as is sent', () => {
    const minute = (most: number) => ({ most, window: 60_000 });
    expect(readConfig(test).rates).toEqual({ search: minute(100) });
    expect(readConfig({ UPSTREAM_SEARCHES_PER_MINUTE: '7' }).rates).toEqual({ search: minute(7) });
    const rest = minute(600);
    expect(readConfig({ ...test, UPSTREAM_CALLS_PER_MINUTE: '600' }).rates).toEqual({
      search: minute(100),
      signIn: rest,
      read: rest,
      write: rest,
      fraud: rest,
    });
  });

  it('reads the secret from a file', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'config-')), 'secret');
    writeFileSync(file, 'secret-test-canary\n');
    const { project } = readConfig({ STYTCH_PROJECT_ID: 'project-test-1', STYTCH_SECRET_FILE: file });
    expect(project?.secret).toBe('secret-test-canary');
  });

  it('reads API keys by their hash', () => {
    const sha256 = 'a'.repeat(64);
    const other = 'b'.repeat(64);
    const { apiKeys } = readConfig({
      GATEWAY_API_KEYS: `backend:${sha256}:admin, jobs:${other}:stytch.member:search stytch.member:get`,
    });
    expect(apiKeys).toEqual([
      { name: 'backend', sha256, scopes: ['admin'] },
      { name: 'jobs', sha256: other, scopes: ['stytch.member:search', 'stytch.member:get'] },
    ]);
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ PORT: 'canary' }, /^PORT must be a number from 0 to 65535\.$/],
    [{ PORT: '70000' }, /^PORT must/],
    [{ SANDBOX_PORT: '-1' }, /^SANDBOX_PORT must/],
    [{ STYTCH_PROJECT_ID: 'canary', STYTCH_SECRET: 'secret-test-1' }, /^STYTCH_PROJECT_ID must be the project id/],
    [{ STYTCH_PROJECT_ID: 'project-test-1' }, /^STYTCH_SECRET is missing/],
    [{ STYTCH_SECRET: 'secret-test-canary' }, /^STYTCH_PROJECT_ID is missing/],
    [{ ...test, STYTCH_BASE_URL: 'http://canary.example' }, /^STYTCH_BASE_URL must be an origin/],
    [{ ...test, STYTCH_BASE_URL: 'https://test.stytch.com/canary' }, /^STYTCH_BASE_URL must/],
    [{ ...test, STYTCH_BASE_URL: '//canary' }, /^STYTCH_BASE_URL must/],
    [{ ...test, STYTCH_BASE_URL: 'https:canary' }, /^STYTCH_BASE_URL must/],
    [{ REDIS_URL: 'http://canary' }, /^REDIS_URL must be an address/],
    [{ REDIS_URL: 'redis:canary' }, /^REDIS_URL must be an address/],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'grpc://canary' }, /^OTEL_EXPORTER_OTLP_ENDPOINT must be the address/],
    [{ STYTCH_PROJECT_ID: 'project-test-1', STYTCH_SECRET_FILE: '/no/canary' }, /^STYTCH_SECRET_FILE must/],
    [{ ...test, STYTCH_SECRET_FILE: '/no/canary' }, /not both/],
    [{ STYTCH_VERTICAL: 'canary' }, /^STYTCH_VERTICAL must be b2b/],
    [{ GATEWAY_API_KEYS: 'canary' }, /^GATEWAY_API_KEYS must/],
    [{ GRAPHIQL: 'canary' }, /^GRAPHIQL must be on or off/],
    [{ REQUEST_TIMEOUT_MS: 'canary' }, /^REQUEST_TIMEOUT_MS must be a number from 100 to 999999\.$/],
  ])('refuses %o by name, without the value', (environment, message) => {
    const told = fault(environment);
    expect(told).toMatch(message);
    expect(told).not.toContain('canary');
  });

  it('reports all faults together, one per line', () => {
    expect(fault({ PORT: 'x', GRAPHIQL: 'x' }).split('\n')).toHaveLength(2);
  });
});
