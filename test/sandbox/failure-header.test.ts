/** T58: X-Sandbox-Failure makes the calls of one request fail, through the whole gateway, and those of no other. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../src/package/index.ts';
import { type FailureInput, type Sandbox, startSandbox } from '../../src/package/sandbox.ts';

const PAGE = 'http://localhost:3000';
const SEARCH = 'api_organization_v1_Search';

const closing: (() => unknown)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** The address of a listener on a loopback port. */
const listen = async (listener: RequestListener): Promise<string> => {
  const server: Server = createServer(listener).listen(0, '127.0.0.1');
  closing.push(() => server.close().closeAllConnections());
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};
const openGateway = async (settings: Parameters<typeof createGateway>[0]): Promise<string> => {
  const gateway: Gateway = createGateway({ ...settings, LOG_LEVEL: 'error' });
  closing.push(gateway.close);
  await gateway.ready();
  return `${await listen(gateway.handler)}/graphql`;
};

let sandbox: Sandbox;
let address: string;
let organizationId: string;
let emailAddress: string;
beforeAll(async () => {
  sandbox = await startSandbox();
  closing.push(sandbox.close);
  address = await openGateway({ ...sandbox.settings, CORS_ORIGINS: [PAGE], REQUEST_TIMEOUT_MS: 1_500 });
  const { member } = (await sandbox.world()).credentials;
  ({ organization_id: organizationId, email_address: emailAddress } = member);
});

interface Sent {
  document: string;
  variables?: object;
  /** The value of X-Sandbox-Failure; a failure is sent as JSON. */
  failure?: string | FailureInput;
  token?: string | null;
  to?: string;
}
interface Answered {
  status: number;
  data?: Record<string, Record<string, unknown> | null> | null;
  errors?: { message: string; extensions: Record<string, unknown> }[];
}

const send = async ({
  document,
  variables,
  failure,
  token = 'sgk_sandbox_admin',
  to = address,
}: Sent): Promise<Answered> => {
  const response = await fetch(to, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(failure === undefined
        ? {}
        : { 'x-sandbox-failure': typeof failure === 'string' ? failure : JSON.stringify(failure) }),
    },
    body: JSON.stringify({ query: document, variables }),
  });
  const body: Omit<Answered, 'status'> = await response.json();
  return { status: response.status, ...body };
};

const CREATE = `mutation ($name: String!) { createOrganization(input: { name: $name }) {
  __typename ... on CreateOrganizationPayload { organization { name } } ... on MutationError { code errorType retryAfter } } }`;
const MAIL = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!) {
  sendMemberMagicLink(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {
    __typename ... on MutationError { code errorType retryAfter } } }`;
const READ = 'query ($organizationId: ID!) { organization(by: { id: $organizationId }) { name } }';
const LIST = '{ organizations(first: 1) { totalCount } }';

let created = 0;
const create = async (failure?: Sent['failure']) => {
  created += 1;
  const name = `Failing ${created}`;
  const { data, errors } = await send({ document: CREATE, variables: { name }, ...(failure && { failure }) });
  expect(errors).toBeUndefined();
  return { name, result: data?.['createOrganization'] };
};
const named = async (name: string): Promise<unknown> => {
  const { data } = await send({
    document: 'query ($name: String!) { organizations(first: 1, filter: { nameFuzzy: $name }) { totalCount } }',
    variables: { name },
  });
  return data?.['organizations']?.['totalCount'];
};

describe('a mutation with the header', () => {
  it.each<[code: string, failure: string | FailureInput, more?: object]>([
    ['FORBIDDEN', 'session_authorization_error'],
    ['INVALID_CREDENTIALS', 'invalid_signature'],
    ['PRECONDITION_FAILED', 'reset_password'],
    ['LOCKED', 'user_lock_limit_reached'],
    ['RATE_LIMITED', 'too_many_requests;retry_after=3', { retryAfter: 3 }],
    ['RATE_LIMITED', { error: { error_type: 'too_many_requests', retry_after: 60 } }, { retryAfter: 60 }],
    ['NOT_CONFIGURED', 'billing_not_verified'],
    ['NOT_FOUND', 'organization_not_found'],
    ['CONFLICT', 'organization_slug_already_used'],
    ['INVALID_INPUT', 'invalid_email'],
    ['UPSTREAM_ERROR', 'internal_server_error'],
    ['UPSTREAM_UNAVAILABLE', { error: { error_type: 'server_unavailable', status_code: 503 } }],
    ['TIMEOUT', 'search_timeout'],
    ['OUTCOME_UNKNOWN', 'hang'],
    ['OUTCOME_UNKNOWN', 'reset_before'],
    ['OUTCOME_UNKNOWN', { connection: 'cut' }],
    ['OUTCOME_UNKNOWN', { connection: 'malformed' }],
  ])('is %s for %j, and the next mutation succeeds', async (code, failure, more = {}) => {
    const failed = await create(failure);
    expect(failed.result).toMatchObject({ __typename: 'MutationError', code, ...more });
    if (typeof failure === 'string' && code !== 'OUTCOME_UNKNOWN') {
      expect(failed.result).toMatchObject({ errorType: failure.split(';')[0] });
    }
    const { name, result } = await create();
    expect(result).toEqual({ __typename: 'CreateOrganizationPayload', organization: { name } });
  });

  it('is sent once: `reset_after` makes the change, an error does not', async () => {
    sandbox.calls.clear();
    const lost = await create('reset_after');
    expect(lost.result).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(sandbox.calls.list()).toHaveLength(1);
    const limited = await create('too_many_requests;retry_after=0');
    expect(limited.result).toMatchObject({ code: 'RATE_LIMITED' });
    expect(sandbox.calls.list()).toHaveLength(2);
    expect([await named(lost.name), await named(limited.name)]).toEqual([1, 0]);
  });

  it('is UNAUTHENTICATED for a person, whose session stays active', async () => {
    const { session_jwt, organization_id } = (await sandbox.world()).credentials.admin;
    const update = {
      document: `mutation ($organizationId: ID!) { updateOrganization(input: { organizationId: $organizationId, name: "Renamed" }) {
        __typename ... on MutationError { code errorType } } }`,
      variables: { organizationId: organization_id },
      token: session_jwt,
    };
    const failed = await send({ ...update, failure: 'session_not_found' });
    expect(failed.data?.['updateOrganization']).toMatchObject({
      code: 'UNAUTHENTICATED',
      errorType: 'session_not_found',
    });
    expect((await send(update)).data?.['updateOrganization']).toEqual({ __typename: 'UpdateOrganizationPayload' });
  });

  it('is INVALID_CREDENTIALS for the error of a wrong password, which does not concern the project secret', async () => {
    const document = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!) {
      authenticateMemberPassword(input: { organizationId: $organizationId, emailAddress: $emailAddress, password: "guess" }) {
        ... on MutationError { code } } }`;
    const variables = { organizationId, emailAddress };
    const { data } = await send({ document, variables, failure: 'unauthorized_credentials' });
    expect(data?.['authenticateMemberPassword']).toEqual({ code: 'INVALID_CREDENTIALS' });
    expect((await send({ document: LIST })).errors).toBeUndefined();
  });

  it('may be sent by a visitor', async () => {
    const mail = { document: MAIL, variables: { organizationId, emailAddress }, token: null };
    const failed = await send({ ...mail, failure: 'too_many_requests;retry_after=7' });
    expect(failed.data?.['sendMemberMagicLink']).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 7 });
    expect((await send(mail)).data?.['sendMemberMagicLink']).toEqual({ __typename: 'SendMemberMagicLinkPayload' });
  });
});

describe('a query with the header', () => {
  it('fails by a deadline, a broken connection and an unreadable response, each without a retry', async () => {
    for (const [code, failure] of [
      ['TIMEOUT', 'hang'],
      ['UPSTREAM_UNAVAILABLE', 'reset_before'],
      ['BAD_UPSTREAM_RESPONSE', 'malformed'],
      ['RATE_LIMITED', 'too_many_requests;retry_after=1'],
    ] as const) {
      sandbox.calls.clear();
      const { errors } = await send({ document: LIST, failure });
      expect(errors?.[0]?.extensions).toMatchObject({ code });
      expect(sandbox.calls.list()).toHaveLength(1);
      expect((await send({ document: LIST })).errors).toBeUndefined();
    }
  });

  it('fails in the calls of the named operation, or waits for the given delay', async () => {
    const document = `query ($organizationId: ID!) { organizations(first: 1) { totalCount } project { id } organization(by: { id: $organizationId }) { name } }`;
    const failure: FailureInput = { operation: SEARCH, error: { error_type: 'internal_server_error' } };
    const { errors } = await send({ document, variables: { organizationId }, failure });
    expect(errors?.map(({ extensions }) => extensions['code'])).toEqual(['UPSTREAM_ERROR']);
    const began = performance.now();
    expect((await send({ document: LIST, failure: { delay_ms: 300 } })).errors).toBeUndefined();
    expect(performance.now() - began).toBeGreaterThanOrEqual(299);
  });

  it('neither joins equal reads of others nor fails them', async () => {
    const read = { document: READ, variables: { organizationId } };
    const requests = Array.from({ length: 20 }, (_, at) =>
      send(at % 2 === 0 ? read : { ...read, failure: 'internal_server_error' }),
    );
    const answers = await Promise.all(requests);
    expect(answers.map(({ errors }) => errors?.[0]?.extensions['code'])).toEqual(
      answers.map((_, at) => (at % 2 === 0 ? undefined : 'UPSTREAM_ERROR')),
    );
  });

  it('does not open the circuit breaker, however often it fails', async () => {
    for (let times = 0; times < 60; times += 1) await send({ document: LIST, failure: 'internal_server_error' });
    expect((await send({ document: LIST })).errors).toBeUndefined();
  });

  it('still identifies the caller', async () => {
    const { session_token, session_jwt } = (await sandbox.world()).credentials.member;
    for (const token of [session_token, session_jwt]) {
      const document = '{ viewer { kind } }';
      const { data, errors } = await send({ document, token, failure: 'session_not_found' });
      expect([errors, data]).toEqual([undefined, { viewer: { kind: 'MEMBER' } }]);
      expect((await send({ document, token })).errors).toBeUndefined();
    }
  });
});

describe('a value', () => {
  it.each<[value: string, message: string]>([
    ['{', 'The failure is not valid JSON.'],
    ['', 'Give JSON, error_type, error_type;retry_after=seconds, or connection.'],
    ['a b', 'Give JSON, error_type, error_type;retry_after=seconds, or connection.'],
    ['no_such_word', 'error.error_type: Stytch has no such word. Give its status_code as well.'],
    ['{}', 'Say what fails: give error, connection or delay_ms.'],
    ['{"connection":"hang","times":2}', 'times: all calls of the request fail. Leave it out.'],
    [
      '{"operation":"api_user_v1_Get","connection":"hang"}',
      'operation: This kind of project does not have an operation with this id.',
    ],
  ])('%j is rejected with 400', async (failure, message) => {
    sandbox.calls.clear();
    const { status, errors } = await send({ document: LIST, failure });
    expect([status, errors?.[0]?.message, errors?.[0]?.extensions['code']]).toEqual([
      400,
      `X-Sandbox-Failure: ${message}`,
      'BAD_REQUEST',
    ]);
    expect(sandbox.calls.list()).toEqual([]);
  });

  it('is rejected by the sandbox with the same message, and works there without a gateway', async () => {
    const call = async (failure: string) => {
      const response = await fetch(`${sandbox.origin}/v1/b2b/organizations/search`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`,
          'x-sandbox-failure': failure,
        },
      });
      return [response.status, await response.json()];
    };
    expect(await call('{}')).toMatchObject([
      400,
      { error_message: 'Say what fails: give error, connection or delay_ms.' },
    ]);
    expect(await call('too_many_requests')).toMatchObject([429, { error_type: 'too_many_requests' }]);
  });
});

describe('pages', () => {
  const preflight = async (to: string) => {
    const headers = {
      origin: PAGE,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-sandbox-failure',
    };
    const response = await fetch(to, { method: 'OPTIONS', headers });
    return response.headers.get('access-control-allow-headers');
  };

  it('of listed origins may send the header over a sandbox only', async () => {
    expect(await preflight(address)).toContain('X-Sandbox-Failure');
    const without = await openGateway({ ...sandbox.settings, CORS_ORIGINS: [PAGE], SANDBOX_FAILURES: 'off' });
    expect(await preflight(without)).not.toContain('X-Sandbox-Failure');
  });
});

describe('the setting', () => {
  it('is on if the gateway starts a sandbox of its own', async () => {
    const to = await openGateway({ STYTCH_PROJECT_ID: undefined });
    const { errors } = await send({ document: LIST, to, failure: 'internal_server_error' });
    expect(errors?.[0]?.extensions['code']).toBe('UPSTREAM_ERROR');
    expect((await send({ document: LIST, to })).errors).toBeUndefined();
  });

  it('is off over a project: the header is neither read nor sent', async () => {
    const received: IncomingHttpHeaders[] = [];
    const fake = await listen(async ({ method, url, headers }, response) => {
      received.push(headers);
      const answer = await fetch(`${sandbox.origin}${url}`, {
        method: method ?? 'GET',
        headers: { authorization: headers.authorization ?? '' },
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    const { SANDBOX_FAILURES: _, ...settings } = sandbox.settings;
    const to = await openGateway({ ...settings, STYTCH_BASE_URL: fake });
    for (const failure of ['internal_server_error', 'not even { valid']) {
      received.length = 0;
      const { status, errors } = await send({ document: LIST, to, failure });
      expect([status, errors]).toEqual([200, undefined]);
      expect(received).toHaveLength(1);
      expect(received[0]).not.toHaveProperty('x-sandbox-failure');
    }
  });

  it('cannot be on over Stytch', () => {
    const project = { STYTCH_PROJECT_ID: 'project-test-1', STYTCH_SECRET: 'secret-test-12345678' };
    for (const settings of [project, { ...project, STYTCH_BASE_URL: 'https://test.stytch.com' }]) {
      expect(() => createGateway({ ...settings, SANDBOX_FAILURES: true })).toThrow(
        'SANDBOX_FAILURES must be off unless STYTCH_BASE_URL is a sandbox on loopback, or no project is set.',
      );
    }
  });
});
