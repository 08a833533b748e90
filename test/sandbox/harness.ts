import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { expect } from 'vitest';
import type { Store } from '../../src/sandbox/b2b/store.ts';
import type {
  DomainHandlers,
  HandlerResult,
  OperationId,
  PathParams,
  QueryParams,
  RequestBody,
} from '../../src/sandbox/handler.ts';
import { type Sandbox, startSandbox } from '../../src/sandbox/index.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

type Route = {
  method: string;
  path: string;
  parameters: { name: string; in: string }[];
  takesBody: boolean;
};
type Contract = {
  paths: Record<
    string,
    Record<string, { operationId: string; parameters?: Route['parameters']; requestBody?: object; responses: object }>
  >;
};

const contract: Contract = JSON.parse(
  readFileSync(new URL('../../src/stytch/contract/contract.json', import.meta.url), 'utf8'),
);
const routes = new Map<string, Route>();
for (const [path, methods] of Object.entries(contract.paths)) {
  for (const [method, operation] of Object.entries(methods)) {
    if (!('operationId' in operation)) continue;
    routes.set(operation.operationId, {
      method,
      path,
      parameters: operation.parameters ?? [],
      takesBody: 'requestBody' in operation,
    });
  }
}

const ajv = new Ajv({ strict: false, allErrors: true });
// A CommonJS module under ES rules: the function is its `default`.
addFormats.default(ajv);
ajv.addSchema(contract, 'contract');

const pointer = (...keys: string[]) => keys.map((key) => key.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
const validators = new Map<string, ValidateFunction>();
const validator = (key: string) => {
  const known = validators.get(key) ?? ajv.compile({ $ref: `contract#/${key}` });
  validators.set(key, known);
  return known;
};

/** Fails the test if a response does not conform to the contract. */
const checkResponse = (id: string | undefined, status: number, body: unknown) => {
  const route = id === undefined ? undefined : routes.get(id);
  const schema =
    route && status < 300
      ? pointer('paths', route.path, route.method, 'responses', '200', 'content', 'application/json', 'schema')
      : pointer('components', 'schemas', 'Error');
  const validate = validator(encodeURI(schema));
  expect(validate(body) ? [] : validate.errors, `${id} returned ${status}: ${JSON.stringify(body)}`).toEqual([]);
  expect(body).toMatchObject({ status_code: status });
};

/** Operations that returned 2xx, by test file: the files of a worker share this module. */
const answeredIn = new Map<string | undefined, Set<string>>();
const answeredHere = (): Set<string> => {
  const { testPath } = expect.getState();
  const answered = answeredIn.get(testPath) ?? new Set();
  answeredIn.set(testPath, answered);
  return answered;
};

/** Fails unless each operation of a domain returned 2xx in this file: its last test. */
export const expectAllAnswered = (domain: DomainHandlers) => {
  const built: readonly string[] = Object.keys(domain);
  const reached = answeredHere();
  expect(built.filter((id) => !reached.has(id))).toEqual([]);
};

/** Path and query parameters and body of an operation, together. */
export type HandlerInput<Id extends OperationId> = PathParams<Id> & QueryParams<Id> & RequestBody<Id>;

type Headers = Record<string, string>;

/** The session to authenticate the request, and headers to add or replace. */
export type HandlerRequestOptions = { session?: string; jwt?: string; headers?: Headers };

export type Harness = {
  sandbox: Sandbox;
  store: Store;
  /** Advances the sandbox's clock. */
  pass: (time: { minutes?: number; days?: number }) => void;
  /** Calls an operation that has to succeed; the response is valid against the contract. */
  ok: <Id extends OperationId>(
    id: Id,
    input: HandlerInput<Id>,
    options?: HandlerRequestOptions,
  ) => Promise<HandlerResult<Id> & { request_id: string }>;
  /** Calls an operation that must fail with this status and `error_type`. The input may be invalid. */
  refused: (
    id: OperationId,
    input: Record<string, unknown>,
    refusal: [status: number, type: string],
    options?: HandlerRequestOptions,
  ) => Promise<Schemas['Error']>;
  /** Sends any request; a refusal is checked against the contract. */
  raw: (
    method: string,
    path: string,
    init?: { body?: string; headers?: Headers },
  ) => Promise<{ status: number; body: unknown }>;
  close: () => Promise<void>;
};

/** Starts a sandbox of its own on a free port, with a clock that tests can advance. */
export const startHarness = async (): Promise<Harness> => {
  let ahead = 0;
  const sandbox = await startSandbox({ port: 0, now: () => new Date(Date.now() + ahead) });
  const authorization = `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`;

  const exchange = async (method: string, path: string, body: string | undefined, headers: Headers) => {
    const response = await fetch(`${sandbox.origin}${path}`, {
      method: method.toUpperCase(),
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const json: unknown = await response.json();
    return { status: response.status, body: json };
  };

  const send = async (
    id: OperationId,
    input: Record<string, unknown>,
    { session, jwt, headers }: HandlerRequestOptions = {},
  ) => {
    const route = routes.get(id);
    if (!route) throw new Error(`the contract has no operation ${id}`);
    const rest = { ...input };
    const query = new URLSearchParams();
    let path = route.path;
    for (const { name, in: place } of route.parameters) {
      if (rest[name] === undefined || place === 'header') continue;
      if (place === 'path') path = path.replace(`{${name}}`, encodeURIComponent(String(rest[name])));
      else query.set(name, String(rest[name]));
      delete rest[name];
    }
    const { status, body } = await exchange(
      route.method,
      query.size > 0 ? `${path}?${query}` : path,
      route.takesBody ? JSON.stringify(rest) : undefined,
      {
        ...(session ? { 'X-Stytch-Member-Session': session } : {}),
        ...(jwt ? { 'X-Stytch-Member-SessionJWT': jwt } : {}),
        ...headers,
      },
    );
    checkResponse(id, status, body);
    if (status < 300) answeredHere().add(id);
    return { status, body };
  };

  return {
    sandbox,
    store: sandbox.store,
    pass: ({ minutes = 0, days = 0 }) => {
      ahead += (minutes + days * 1440) * 60_000;
    },
    ok: async (id, input, options) => {
      const { status, body } = await send(id, input, options);
      expect(status, JSON.stringify(body)).toBe(200);
      // `send` has validated it against the contract.
      return body as never;
    },
    refused: async (id, input, [status, type], options) => {
      const response = await send(id, input, options);
      expect(response).toMatchObject({ status, body: { error_type: type } });
      return response.body as Schemas['Error'];
    },
    raw: async (method, path, { body, headers = {} } = {}) => {
      const response = await exchange(method, path, body, headers);
      if (response.status >= 400) checkResponse(undefined, response.status, response.body);
      return response;
    },
    close: sandbox.close,
  };
};

/** The seeded member with this address in the organization of this slug. */
export const storedMember = (store: Store, slug: string, email: string) => {
  const organization = [...store.organizations.values()].find(({ organization_slug }) => organization_slug === slug);
  const member = [...store.members.values()].find(
    ({ organization_id, email_address }) =>
      organization_id === organization?.organization_id && email_address === email,
  );
  if (!member) throw new Error(`${slug} has no member with the address ${email}`);
  return member;
};

/** The session token of a seeded session of a member. */
export const tokenOf = (store: Store, memberId: string) => {
  const record = [...store.sessions.values()].find(({ session }) => session.member_id === memberId);
  if (!record) throw new Error(`${memberId} has no session`);
  return record.token;
};
