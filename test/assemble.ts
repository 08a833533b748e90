/** The whole gateway of either kind of project for a test, behind its listener: only the socket to Stytch is fake. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { GraphQLSchema } from 'graphql';
import { type Dispatcher, MockAgent, type MockPool, Pool } from 'undici';
import { expect } from 'vitest';
import type { ApiKey } from '../src/auth/caller.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../src/gateway.ts';
import { createOverload, defaultAdmissionLimits } from '../src/limits/admission-control.ts';
import { createTries, defaultThrottleLimits } from '../src/sign-in/throttle.ts';
import { createStytchClient } from '../src/stytch/client/client.ts';
import type { Log } from '../src/stytch/log.ts';
import type { Vertical } from '../src/vertical/vertical.ts';
import { requestErrors, responseErrors, routeOf } from './contract.ts';

/** A request to Stytch, and its response. */
export interface RecordedCall {
  /** The operation's id in the contract. */
  id: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
  status: number;
}

/** The response to a GraphQL request. */
export interface GraphqlAnswer<Data> {
  data: Data | null | undefined;
  errors: {
    message: string;
    locations?: { line: number; column: number }[];
    path?: (string | number)[];
    extensions: { code: string; [key: string]: unknown };
  }[];
  status: number;
  extensions?: Record<string, unknown> | undefined;
}

/** The caller of a query: a caller of the sandbox's world, or any token; null is a visitor. */
export type AsOneOf<Name extends string> = 'server' | Name | { token: string } | null;

export interface QueryOptions<Name extends string> {
  variables?: Record<string, unknown>;
  /** Default: the server. */
  as?: AsOneOf<Name>;
  /** Headers in addition to those of every request. */
  headers?: Record<string, string>;
}

/** A gateway's listener on a loopback port. */
export interface Listener {
  /** Origin, such as `http://127.0.0.1:4000`. */
  address: string;
  /** Sends a request over a socket, whichever host its URL names; that host is in the `Host` header. */
  fetch: (request: Request) => Promise<Response>;
  close: () => Promise<void>;
}

/** Starts the listener of a gateway. */
export async function openListener(gateway: Gateway): Promise<Listener> {
  const server = gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  // A thousand parallel requests do not need a thousand connections.
  const client = new Pool(address, { connections: 200, connect: { timeout: 60_000 } });
  return {
    address,
    fetch: (request) => sendOver(client, request),
    close: async () => {
      await client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A gateway whose callers have these names. */
export interface Base<Name extends string> extends Listener {
  gateway: Gateway;
  /** Requests that Stytch received after the last `calls.length = 0`, oldest first, without those of the warm-up. */
  calls: RecordedCall[];
  /** The log lines. */
  logged: string[];
  /** Sends a GraphQL request. `Data` is the expected type, which the test asserts itself. */
  query: <Data = Record<string, unknown>>(
    document: string,
    options?: QueryOptions<Name>,
  ) => Promise<GraphqlAnswer<Data>>;
  /** Sends a request that must succeed: returns the data, and fails the test on any error. */
  data: <Data = Record<string, unknown>>(document: string, options?: QueryOptions<Name>) => Promise<Data>;
}

/** Key of a server with all rights. */
export const SERVER_KEY = 'sgk_sandbox_admin';
export const serverKey: ApiKey = {
  name: 'test',
  sha256: createHash('sha256').update(SERVER_KEY).digest('hex'),
  scopes: ['admin'],
};

/** Settings of an operator, for tests about them. */
export type Settings = Partial<
  Pick<
    GatewayOptions,
    | 'schema'
    | 'limits'
    | 'explain'
    | 'introspection'
    | 'timeout'
    | 'tries'
    | 'refusedTokens'
    | 'trustProxy'
    | 'persistedDocuments'
    | 'page'
    | 'allowedHosts'
    | 'bodies'
    | 'telemetry'
    | 'ready'
    | 'overload'
    | 'corsOrigins'
    | 'sessionCookies'
  >
> & {
  /** Whether `logged` has the lines of every level, and not only warnings and errors. */
  debug?: boolean;
};

/** Admission control without the event-loop lag of a busy test machine, for tests about other behaviour. */
export const unhurriedAdmission = () => createOverload({ ...defaultAdmissionLimits, delay: Number.POSITIVE_INFINITY });

/** Assembles a gateway, and starts its listener. */
export async function assemble<Name extends string>({
  schema,
  vertical,
  baseUrl,
  projectId,
  secret,
  apiKeys,
  calls,
  faults,
  connect,
  settings: { debug = false, ...settings } = {},
  tokens,
}: {
  schema: GraphQLSchema;
  vertical: Vertical;
  baseUrl: string;
  projectId: string;
  secret: string;
  apiKeys: ApiKey[];
  calls: RecordedCall[];
  faults: string[];
  connect: (origin: string) => Dispatcher;
  settings?: Settings;
  tokens: Readonly<Record<'server' | Name, string>>;
}): Promise<Base<Name>> {
  const logged: string[] = [];
  const write = (message: string, fields?: object) => logged.push(JSON.stringify({ message, ...fields }));
  const log: Log = { warn: write, error: write, ...(debug ? { info: write, debug: write } : {}) };
  const observer = settings.telemetry?.observer;
  const stytch = createStytchClient({ baseUrl, telemetryUrl: baseUrl, projectId, secret, log, observer, connect });
  const overload = settings.overload ?? unhurriedAdmission();
  const gateway = createGateway({
    schema,
    stytch,
    baseUrl,
    apiKeys,
    log,
    timeout: 10_000,
    introspection: 'on',
    tries: createTries(defaultThrottleLimits, vertical),
    trustProxy: 0,
    ...settings,
    overload,
  });
  const listener = await openListener(gateway);

  const query = async <Data>(
    document: string,
    { variables, as = 'server', headers = {} }: QueryOptions<Name> = {},
  ): Promise<GraphqlAnswer<Data>> => {
    const token = as === null ? null : typeof as === 'string' ? tokens[as] : as.token;
    const response = await listener.fetch(
      new Request(`${listener.address}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...headers,
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query: document, variables }),
      }),
    );
    // The test asserts the type of the data.
    const body = (await response.json()) as Partial<Pick<GraphqlAnswer<Data>, 'data' | 'errors' | 'extensions'>>;
    expect(faults.splice(0), 'what breaks the contract').toEqual([]);
    return { data: body.data, errors: body.errors ?? [], status: response.status, extensions: body.extensions };
  };
  return {
    gateway,
    address: listener.address,
    fetch: listener.fetch,
    calls,
    logged,
    query,
    data: async <Data>(document: string, options?: QueryOptions<Name>) => {
      const { data, errors } = await query<Data>(document, options);
      expect(errors).toEqual([]);
      if (!data) throw new Error('an answer without errors has data');
      return data;
    },
    close: async () => {
      await listener.close();
      gateway.close();
      await stytch.close();
    },
  };
}

/** Sends a request over a socket, with its own headers and none of the defaults of `fetch`. */
async function sendOver(client: Pool, { url, method, headers, body, signal }: Request): Promise<Response> {
  const { host, pathname, search } = new URL(url);
  const response = await client.request({
    method: method as Dispatcher.HttpMethod,
    path: `${pathname}${search}`,
    headers: { host, ...Object.fromEntries(headers) },
    body: body === null ? null : Buffer.from(await new Response(body).arrayBuffer()),
    signal,
  });
  const received = new Headers();
  for (const [name, value] of Object.entries(response.headers)) {
    for (const each of [value ?? []].flat()) received.append(name, each);
  }
  const { statusCode: status } = response;
  const bytes = await response.body.arrayBuffer();
  // A `Response` with these statuses may not have a body, not even an empty one.
  const isBodiless = method === 'HEAD' || status === 204 || status === 304;
  return new Response(isBodiless ? null : bytes, { status, headers: received });
}

/** Records each exchange, and its violations of the contract. */
export const recording =
  (calls: RecordedCall[], faults: string[]): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const url = new URL(options.path, 'http://stytch.test');
    const route = routeOf(options.method, url.pathname);
    const body: unknown = typeof options.body === 'string' ? JSON.parse(options.body) : null;
    const call: RecordedCall = {
      id: route.id,
      path: options.path,
      headers: options.headers as Record<string, string>,
      body,
      status: 0,
    };
    calls.push(call);
    faults.push(...requestErrors(route, url.searchParams, body).map((fault) => `${route.id} was asked: ${fault}`));
    const chunks: Buffer[] = [];
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart: (controller, status, ...rest) => {
        call.status = status;
        return handler.onResponseStart?.(controller, status, ...rest);
      },
      onResponseData: (controller, chunk) => {
        chunks.push(chunk);
        return handler.onResponseData?.(controller, chunk);
      },
      onResponseEnd: (...args) => {
        const answer = jsonOf(Buffer.concat(chunks).toString());
        // A response that is not JSON belongs to the sandbox's own endpoints.
        if (answer !== undefined)
          faults.push(...responseErrors(route, call.status, answer).map((fault) => `${route.id} answered: ${fault}`));
        return handler.onResponseEnd?.(...args);
      },
    });
  };

/** A gateway over stubs, for behaviour that Stytch does not normally show. */
export interface OverStubs<Name extends string> extends Base<Name> {
  /** Intercepts requests to Stytch, as undici's MockAgent does. */
  stytch: MockPool;
}

/** Assembles a gateway whose only Stytch are the test's stubs. */
export async function assembleOverStubs<Name extends string>(
  kind: Pick<Parameters<typeof assemble<Name>>[0], 'schema' | 'vertical' | 'settings' | 'tokens'>,
): Promise<OverStubs<Name>> {
  const agent = new MockAgent();
  agent.disableNetConnect();
  const baseUrl = 'https://test.stytch.com';
  const base = await assemble<Name>({
    ...kind,
    baseUrl,
    projectId: 'project-test-11111111-1111-4111-8111-111111111111',
    secret: 'secret-test-canary-0000000000000000',
    apiKeys: [serverKey],
    calls: [],
    faults: [],
    connect: (origin) => agent.get(origin),
  });
  return {
    ...base,
    stytch: agent.get(baseUrl),
    close: async () => {
      agent.assertNoPendingInterceptors();
      await base.close();
    },
  };
}

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
