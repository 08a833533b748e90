import { request } from 'undici';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type AnySandbox, startSandboxFor } from '../../src/sandbox/by-vertical.ts';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import { type ContractRoute, type ContractSchema, contract, contractRoutes } from '../contract.ts';
import { type RecordedRequest, recordedRequests } from './recorded-requests.ts';

type Body = Record<string, unknown>;

const resolve = (schema: ContractSchema = {}): ContractSchema =>
  schema.$ref === undefined ? schema : resolve(contract.components.schemas[schema.$ref.split('/').at(-1) ?? '']);

const bodySchema = ({ request }: ContractRoute): ContractSchema => resolve(contract.components.schemas[request ?? '']);

const zeroOf = ({ type = '' }: ContractSchema): unknown =>
  ({ boolean: false, integer: 0, number: 0, array: [], string: '' })[type];

/** A value of a schema: required properties only, zero if the type has a valid zero value. */
const sample = (schema: ContractSchema, ids: Body, name = ''): unknown => {
  const { type, enum: words, properties = {}, required = [] } = resolve(schema);
  if (words) return words[0];
  if (name in ids) return ids[name];
  if (type === 'object') {
    return Object.fromEntries(required.map((inner) => [inner, sample(properties[inner] ?? {}, ids, inner)]));
  }
  return type === 'string' ? (name.includes('email') ? 'ada@example.com' : 'x') : zeroOf({ ...(type ? { type } : {}) });
};

/** The same without required zero values, as a Go client sends it. */
const withoutZeros = (schema: ContractSchema, value: unknown): unknown => {
  const { type, properties = {} } = resolve(schema);
  if (type !== 'object' || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => !(inner === false || inner === 0 || (Array.isArray(inner) && inner.length === 0)))
      .map(([name, inner]) => [name, withoutZeros(properties[name] ?? {}, inner)]),
  );
};

interface Sent {
  readonly query: [string, string][];
  readonly body?: Body | undefined;
}

const pathParameters = ({ parameters }: ContractRoute, ids: Body): [string, string][] =>
  parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => [name, String(ids[name] ?? 'x')]);

const optionals = (route: ContractRoute) => {
  const { properties = {}, required = [] } = bodySchema(route);
  return Object.entries(properties).filter(([name]) => !required.includes(name));
};

const withBody = (sent: Sent, added: Body): Sent => (sent.body ? { ...sent, body: { ...sent.body, ...added } } : sent);

/** Variants of one request that Stytch's API treats as equal. */
const dialects: Record<string, (sent: Sent, route: ContractRoute, ids: Body) => Sent> = {
  'repeats path parameters in the query (Python)': (sent, route, ids) => ({
    ...sent,
    query: [...sent.query, ...pathParameters(route, ids)],
  }),
  'sends two surplus parameters, one twice and one empty': (sent) => ({
    ...sent,
    query: [...sent.query, ['x', '1'], ['x', '2'], ['surplus', '']],
  }),
  'sends a session in the query (Ruby)': (sent) => ({ ...sent, query: [...sent.query, ['session_token', 'x']] }),
  'repeats path parameters in the body (Go)': (sent, route, ids) =>
    withBody(sent, Object.fromEntries(pathParameters(route, ids))),
  'sends a body with requests that have none, GET among them (Rust)': (sent, route, ids) => ({
    ...sent,
    body: sent.body ?? Object.fromEntries(pathParameters(route, ids)),
  }),
  'omits required zero values (Go)': (sent, route) =>
    sent.body
      ? { ...sent, body: Object.fromEntries(Object.entries(withoutZeros(bodySchema(route), sent.body) ?? {})) }
      : sent,
  'sends null for each optional property (PHP)': (sent, route) =>
    withBody(sent, Object.fromEntries(optionals(route).map(([name]) => [name, null]))),
  'sends an empty string for each optional enum value': (sent, route) =>
    withBody(
      sent,
      Object.fromEntries(optionals(route).flatMap(([name, schema]) => (resolve(schema).enum ? [[name, '']] : []))),
    ),
  'sends booleans and integers as strings': (sent, route) => ({
    query: sent.query,
    body:
      sent.body &&
      Object.fromEntries(
        Object.entries(sent.body).map(([name, value]) => {
          const { type } = resolve(bodySchema(route).properties?.[name]);
          return [name, type === 'boolean' ? 'False' : type === 'integer' ? String(value) : value];
        }),
      ),
  }),
};

const started: AnySandbox[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  await Promise.all(started.splice(0).map(({ close }) => close()));
});

const start = async (vertical: VerticalName) => {
  const sandbox = await startSandboxFor(vertical, { port: 0 });
  started.push(sandbox);
  const authorization = `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`;
  const send = async (method: string, path: string, { query, body }: Sent, headers: Record<string, string> = {}) => {
    // Not fetch, which sends no body with a GET.
    const response = await request(`${sandbox.origin}${path}?${new URLSearchParams(query)}`, {
      method: method.toUpperCase(),
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const result: { error_type?: string; error_message?: string } = JSON.parse(await response.body.text());
    return { status: response.statusCode, result };
  };
  return { sandbox, send };
};

/** Ids that exist, so that a request passes the lookup of its objects. */
const idsOf = async (sandbox: AnySandbox): Promise<Body> => {
  const { credentials } = await sandbox.world();
  const person = 'admin' in credentials ? credentials.admin : credentials.user;
  return { ...person, name: undefined, project_id: sandbox.projectId };
};

const operationsOf = (vertical: VerticalName) =>
  [...contractRoutes.values()].filter(({ path }) => /^\/v1\/b2b\//.test(path) === (vertical === 'b2b'));

/** The response of each operation to one variant; an error as its type and message. */
const answers = async (vertical: VerticalName, dialect: (sent: Sent, route: ContractRoute, ids: Body) => Sent) => {
  const { sandbox, send } = await start(vertical);
  const ids = await idsOf(sandbox);
  const told: Record<string, string> = {};
  for (const route of operationsOf(vertical)) {
    const path = pathParameters(route, ids).reduce(
      (filled, [name, value]) => filled.replace(`{${name}}`, encodeURIComponent(value)),
      route.path,
    );
    const body =
      route.request === undefined
        ? undefined
        : Object.fromEntries(Object.entries(sample(bodySchema(route), ids) ?? {}));
    const { status, result } = await send(route.method, path, dialect({ query: [], body }, route, ids));
    told[route.id] = `${status} ${result.error_type ?? ''} ${result.error_message ?? ''}`;
  }
  return told;
};

describe.each(['b2b', 'consumer'] as const)('requests of all operations of a %s project', (vertical) => {
  test.each(Object.entries(dialects))('have equal responses if a client %s', async (_, dialect) => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    expect(await answers(vertical, dialect)).toEqual(await answers(vertical, (sent) => sent));
  });
});

test.each(['b2b', 'consumer'] as const)(
  'the prototype set by `__proto__` is not part of a body (%s)',
  async (vertical) => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    const instead = (body: (sent: Body) => Body) =>
      answers(vertical, (sent) => ({ ...sent, body: sent.body && body(sent.body) }));
    const hidden = await instead((body) => Object.fromEntries([['__proto__', body]]));
    expect(hidden).toEqual(await instead(() => ({})));
  },
);

test('a session in the query is ignored, and the terminal reports it', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
  const { sandbox, send } = await start('b2b');
  const { organization_id } = await idsOf(sandbox);
  const path = `/v1/b2b/organizations/${organization_id}`;
  expect(await send('GET', path, { query: [['session_token', 'secret']] })).toMatchObject({ status: 200 });
  expect(warn.mock.calls).toEqual([
    ['sandbox: api_organization_v1_Get: the session in the query is ignored; send it in a header'],
  ]);
});

const asked = ({ sdk, method, path }: RecordedRequest) => `${sdk}: ${method} ${path}`;
test.each(recordedRequests.map((recorded) => [asked(recorded), recorded] as const))('%s', async (_, recorded) => {
  const { sandbox, send } = await start(recorded.vertical);
  const ids = await idsOf(sandbox);
  const fill = (text: string) => text.replaceAll(/\{(\w+)\}/g, (_all, name) => String(ids[name]));
  const { status, result } = await send(recorded.method, fill(recorded.path), {
    query: Object.entries(recorded.query ?? {}).map(([name, value]) => [name, fill(value)]),
    body: recorded.body && JSON.parse(fill(JSON.stringify(recorded.body))),
  });
  expect({ status, type: result.error_type }).toEqual({ status: 200, type: undefined });
});
