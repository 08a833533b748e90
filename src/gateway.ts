/** The HTTP side of the gateway: yoga, the listener and their dependencies. */
import {
  createServer as createHttpServer,
  type IncomingHttpHeaders,
  type RequestListener,
  type Server,
} from 'node:http';
import type { GraphQLSchema } from 'graphql';
import { createYoga, type Plugin } from 'graphql-yoga';
import { type BatchOptions, defaultBatchRules } from '../loaders/batch.ts';
import { defaultOutage, type MaxStaleness } from './auth/cached.ts';
import { type ApiKey, identify, type TokenClaims } from './auth/caller.ts';
import { createClock } from './auth/clock-skew.ts';
import { createKeys } from './auth/keys.ts';
import { type CorsOrigins, createPageOrigins } from './auth/page-origin.ts';
import { createPolicy } from './auth/policy.ts';
import { createRefusedTokens, type RefusedTokens } from './auth/refused-tokens.ts';
import { warnOfScopes } from './auth/scope-warning.ts';
import { readSessionCookies, type SessionCookieOptions } from './auth/session-cookies.ts';
import { createVerified } from './auth/token-cache.ts';
import type { ClientRequest, HeaderReader } from './graphql/admit.ts';
import { contextFor, type Shared } from './graphql/create-context.ts';
import type { ExplainMode } from './graphql/explain.ts';
import type { IntrospectionMode } from './graphql/introspection.ts';
import { unforeseenPlugin } from './graphql/mask.ts';
import type { PersistedDocuments } from './graphql/persisted-documents.ts';
import { createPipeline, type SandboxFailureFault } from './graphql/pipeline.ts';
import { type AllowedHosts, createAllowedHosts, forAllowedHosts, MISDIRECTED } from './http/allowed-hosts.ts';
import { type BodyBudget, createBodyBudget, MAX_BUFFERED_BODY_BYTES } from './http/body-budget.ts';
import { corsListener, createCors, withCors } from './http/cors.ts';
import { healthPlugin } from './http/health.ts';
import { createListener } from './http/listener.ts';
import { pipelinePlugin, type Sender } from './http/pipeline-plugin.ts';
import { createRefusal, createWebRefusal } from './http/refusal.ts';
import { browserSecurityPlugin, DEFAULT_GRAPHQL_PATH } from './http/security-headers.ts';
import { rejectAmbiguousRequests } from './http/smuggling-guard.ts';
import { type AdmissionControl, createOverload } from './limits/admission-control.ts';
import { createCostCheck, estimateCost } from './limits/cost.ts';
import { cacheCostCheck } from './limits/cost-cache.ts';
import { createDocumentCache } from './limits/document-cache.ts';
import { socketLimits } from './limits/index.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { clientAddress, clientIpAddress } from './sign-in/client-address.ts';
import { createMadeUpIds } from './sign-in/made-up-id.ts';
import type { SignInThrottle } from './sign-in/throttle.ts';
import type { AbortSignalLike } from './stytch/client/abort.ts';
import type { CallOptions } from './stytch/client/call.ts';
import { encodeAndSend, type StytchApi, type StytchClient, withContractTypes } from './stytch/client/client.ts';
import { LoggedPlaces } from './stytch/client/response-faults.ts';
import { SANDBOX_FAILURE_HEADER } from './stytch/client/sandbox-failure.ts';
import type { Log } from './stytch/log.ts';
import type { RateLimiter } from './stytch/resilience/rate-limiter.ts';
import { composeTelemetry, type Telemetry } from './telemetry/index.ts';
import type { OperationTelemetry } from './telemetry/operation-telemetry.ts';

/** Dependencies and options of a gateway. */
export interface GatewayOptions {
  /** The schema of one vertical, from schema/index.ts. */
  schema: GraphQLSchema;
  /** GraphQL path. Default: `/graphql`. */
  path?: string;
  stytch: StytchClient;
  /** Origin of the Stytch API; tokens of custom domains have it as issuer. */
  baseUrl: string;
  apiKeys: readonly ApiKey[];
  log: Log;
  /** Default: only warnings and errors in the log. */
  telemetry?: Telemetry;
  /** Returns the current time in milliseconds since the epoch, for token lifetimes; a sandbox has its own clock. */
  now?: (() => number) | undefined;
  /** Deadline of a request in milliseconds, with all its calls. */
  timeout: number;
  /** Limits of one request. Default: `defaultLimits`. */
  limits?: Limits;
  /** Max age of keys and policy during an outage of Stytch. Default: `defaultOutage`. */
  outage?: MaxStaleness;
  /** Which callers may read the schema. */
  introspection: IntrospectionMode;
  /** Which callers may use X-Explain. Default: `servers`. */
  explain?: ExplainMode;
  /**
   * Validates X-Sandbox-Failure, which makes the calls of one request to a sandbox fail. If not given, the header is
   * ignored.
   */
  sandboxFailureFault?: SandboxFailureFault | undefined;
  /** Limits sign-in attempts. */
  tries: SignInThrottle;
  /** Limits rejected tokens per client address. Default: in memory, with the default limit. */
  refusedTokens?: RefusedTokens;
  /** Rate limiter of the Stytch client, so that loaders know what remains. */
  rates?: RateLimiter | undefined;
  /** When loaders replace GETs by one search. Default: `defaultBatchRules`. */
  batching?: BatchOptions;
  /** Number of proxies of the operator between callers and the gateway, whose `X-Forwarded-For` entries are trusted. */
  trustProxy: number;
  /** Persisted documents. If not given, clients must send documents. */
  persistedDocuments?: PersistedDocuments | undefined;
  /** Admission control. The gateway closes it. */
  overload?: AdmissionControl;
  /** Bounds the request bodies being received. Default: 32 MB. */
  bodies?: BodyBudget;
  /** Hosts that requests may name. Default: loopback if GraphiQL is served, otherwise all. */
  allowedHosts?: AllowedHosts | undefined;
  /** Origins whose pages may use the gateway, besides its own. Default: none. */
  corsOrigins?: CorsOrigins;
  /** Session cookies. If not given, the gateway neither sets nor reads them. */
  sessionCookies?: SessionCookieOptions | undefined;
  /** Whether the gateway should receive requests, for `GET /ready`. Default: always. */
  ready?: () => boolean;
  /**
   * Handles requests for GraphiQL and returns null for others; undefined disables GraphiQL. `mayEncode` allows responses
   * with a `Content-Encoding`.
   */
  page?: ((request: Request, mayEncode: boolean) => Promise<Response | null>) | undefined;
}

/** A gateway that is not listening yet. */
export interface Gateway {
  /** Handles one web request, without a socket. */
  fetch(request: Request, sender?: Sender): Promise<Response>;
  /** The same as a listener for `node:http`. */
  listener: RequestListener;
  /** Creates a `node:http` server, which does not listen yet. */
  createServer(): Server;
  /** Fetches the public keys and the RBAC policy, so that the first request does not wait for them. */
  warm(): Promise<void>;
  /** Stops the timers. The caller closes the dependencies, such as the Stytch client. */
  close(): void;
}

/** Creates a gateway. It makes no Stytch call before the first request or `warm`. */
export function createGateway({
  schema,
  path = DEFAULT_GRAPHQL_PATH,
  stytch,
  baseUrl,
  apiKeys,
  log,
  telemetry = composeTelemetry(log),
  now = () => Date.now(),
  timeout,
  limits = defaultLimits,
  outage = defaultOutage,
  introspection,
  explain = 'servers',
  sandboxFailureFault,
  tries,
  refusedTokens,
  rates,
  batching = defaultBatchRules,
  trustProxy,
  persistedDocuments,
  overload = createOverload(),
  bodies = createBodyBudget({ maxBytes: MAX_BUFFERED_BODY_BYTES }),
  ready = () => true,
  corsOrigins = [],
  sessionCookies,
  page,
  allowedHosts = page && createAllowedHosts('localhost'),
}: GatewayOptions): Gateway {
  const { projectId } = stytch;
  const { vertical } = schema.extensions;
  if (!vertical) throw new Error('The schema has no vertical: load it by loadSchema of schema/index.ts.');
  const policy = createPolicy({ stytch, vertical, log, maxStaleMs: outage.policy });
  const keys = createKeys({ stytch, vertical, projectId, log, maxStaleMs: outage.keys });
  const tokens = refusedTokens ?? createRefusedTokens(vertical);
  const callers = {
    vertical,
    projectId,
    apiKeys,
    issuers: [`stytch.com/${projectId}`, baseUrl],
    keys,
    verified: createVerified<TokenClaims>(keys, undefined, now),
    policy,
    stytch,
    refusedTokens: tokens,
    clock: createClock(log),
    now,
    serversInBrowsers: page !== undefined,
  };
  const shared: Shared = {
    vertical,
    stytch,
    policy,
    projectId,
    now,
    signInThrottle: tries,
    refusedTokens: tokens,
    tenantIds: vertical.signIn.createTenantIds(stytch),
    mostCalls: limits.calls,
    mostNodes: limits.nodes,
    rates,
    batching,
    metrics: telemetry.metrics,
    loggedPlaces: new LoggedPlaces(),
    madeUpId: createMadeUpIds(stytch.deriveKey('made-up ids'), projectId),
  };
  const origins = createPageOrigins(corsOrigins, log);
  const cors = createCors(path, origins, sessionCookies !== undefined, sandboxFailureFault !== undefined);
  /** The client of a request that has just arrived. */
  const clientOf = (
    headers: HeaderReader,
    host: string | null,
    remoteAddress: string | undefined,
    signal: AbortSignalLike,
  ): ClientRequest => ({
    headers,
    origin: origins.of(headers, host),
    cookies: sessionCookies && readSessionCookies(headers.get('cookie'), sessionCookies),
    address: clientAddress(remoteAddress, headers.get('x-forwarded-for'), trustProxy),
    device() {
      const ipAddress = clientIpAddress(remoteAddress, headers.get('x-forwarded-for'), trustProxy);
      const userAgent = headers.get('user-agent');
      return { ...(ipAddress ? { ipAddress } : {}), ...(userAgent ? { userAgent } : {}) };
    },
    sandboxFailure: sandboxFailureFault ? (headers.get(SANDBOX_FAILURE_HEADER) ?? undefined) : undefined,
    signal,
    deadline: Date.now() + timeout,
  });

  const pipeline = createPipeline({
    schema,
    documents: createDocumentCache(telemetry.metrics.document),
    limits,
    checkCost: cacheCostCheck(createCostCheck(schema, limits)),
    estimateCost: (...operation) => estimateCost(schema, ...operation),
    explain,
    sandboxFailureFault,
    vertical,
    persistedDocuments,
    introspection,
    // With GraphiQL, people write their own documents.
    adminsWriteDocuments: page !== undefined,
    origins,
    telemetry,
    callerOf: (client, operation) =>
      identify(client, operation ? { ...callers, stytch: tracedStytch(stytch, operation) } : callers),
    contextOf: (caller, client, operation) => contextFor(caller, shared, operation, client),
  });

  const isReady = () => ready() && stytch.secretAccepted();
  telemetry.metrics.readiness(isReady);
  const yoga = createYoga<Sender>({
    schema,
    // Programs that embed the gateway check `instanceof Response`.
    fetchAPI: { Response },
    plugins: [
      unforeseenPlugin(log),
      healthPlugin(isReady),
      graphiqlPlugin(page),
      browserSecurityPlugin(path),
      pipelinePlugin({
        pipeline,
        clientOf: (request, { address }) => clientOf(request.headers, hostOf(request), address, request.signal),
        overload,
        metrics: telemetry.metrics,
        mostBytes: limits.body,
      }),
    ],
    graphiql: false,
    landingPage: false,
    cors: false,
    logging: false,
  });

  const graphqlListener = createListener({
    pipeline,
    path,
    compresses: page !== undefined,
    yoga,
    clientOf: ({ headers, socket }, signal) =>
      clientOf(readerOf(headers), headers.host ?? null, socket.remoteAddress, signal),
    overload,
    metrics: telemetry.metrics,
    bodies,
    mostBytes: limits.body,
  });

  const pageListener = corsListener(cors, ({ headers }) => readerOf(headers), graphqlListener);
  const listener = rejectAmbiguousRequests(
    allowedHosts ? forAllowedHosts(allowedHosts, pageListener, refuseHost) : pageListener,
  );
  const isAllowed = (request: Request): boolean => allowedHosts === undefined || allowedHosts.host(hostOf(request));

  return {
    fetch: async (request, sender = {}) =>
      isAllowed(request) ? withCors(cors, request, () => yoga.fetch(request, sender)) : refusedHost(),
    listener,
    createServer: () => {
      const server = createHttpServer(socketLimits, listener);
      server.maxConnections = limits.connections;
      return server;
    },
    warm: async () => {
      const [project] = await Promise.all([policy.warm(), keys.warm()]);
      warnOfScopes(apiKeys, project, schema, log);
    },
    close: () => overload.close(),
  };
}

/** Stytch client for the identification of the caller, whose calls belong to no field. */
const tracedStytch = (stytch: StytchClient, operation: OperationTelemetry): StytchApi =>
  withContractTypes(
    encodeAndSend((what, request, by) => {
      const send = (options: CallOptions) => stytch.run(what, request, options);
      const options = { ...by, observe: operation.observe };
      return operation.callTrace?.follow(what, what.id, options, send) ?? send(options);
    }),
  );

/** The host named by a web request. */
const hostOf = ({ headers, url }: Request): string => headers.get('host') ?? new URL(url).host;

const refuseHost = createRefusal(421, 'MISDIRECTED_REQUEST', MISDIRECTED);
const refusedHost = createWebRefusal(421, 'MISDIRECTED_REQUEST', MISDIRECTED);

/**
 * GraphiQL and its files take precedence over GraphQL. Files are encoded only by the gateway's own listener: a server
 * that calls `fetch` compresses itself, and Next.js forwards the body without its `Content-Encoding`.
 */
const graphiqlPlugin = (page: GatewayOptions['page']): Plugin => ({
  async onRequest({ request, serverContext, endResponse }) {
    const answer = await page?.(request, 'req' in serverContext);
    if (answer) endResponse(answer);
  },
});

/** Adapts Node's headers. The names read here occur once, otherwise smuggling-guard.ts has rejected the request. */
const readerOf = (headers: IncomingHttpHeaders): HeaderReader => {
  const get = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  return { get, has: (name) => headers[name] !== undefined };
};
