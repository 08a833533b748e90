/** The HTTP side of the gateway: yoga and what stands around it. */
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
import { type Telemetry, telemetryOver } from './telemetry/index.ts';
import type { OperationTelemetry } from './telemetry/operation-telemetry.ts';

/** What a gateway is made of. */
export interface GatewayOptions {
  /** The graph of the kind of project, from schema/index.ts. */
  schema: GraphQLSchema;
  /** Where GraphQL is served. */
  path?: string;
  stytch: StytchClient;
  /** Origin of the Stytch API; custom domains sign tokens in its name. */
  baseUrl: string;
  apiKeys: readonly ApiKey[];
  log: Log;
  /** What an operator sees; only what goes wrong, in the log, where not given. */
  telemetry?: Telemetry;
  /** The clock by which tokens begin and end; a sandbox has one of its own. Milliseconds since the epoch. */
  now?: (() => number) | undefined;
  /** Milliseconds a request may take in all. */
  timeout: number;
  /** What a request may ask for; the defaults where not given. */
  limits?: Limits;
  /** How long keys and policy serve while Stytch gives no newer ones; the defaults where not given. */
  outage?: MaxStaleness;
  /** Who may ask for the schema. */
  introspection: IntrospectionMode;
  /** Who may have requests explained; `servers` where not given. */
  explain?: ExplainMode;
  /** Checks X-Sandbox-Failure, by which one request over a sandbox fails. The header is ignored where not given. */
  sandboxFailureFault?: SandboxFailureFault | undefined;
  /** Counts attempts to sign in. */
  tries: SignInThrottle;
  /** Limits what refused tokens cost; in memory and by the default limit where not given. */
  refusedTokens?: RefusedTokens;
  /** The limits that the client keeps, so that loaders know what is left of them. */
  rates?: RateLimiter | undefined;
  /** The choice between GETs and a search; the defaults where not given. */
  batching?: BatchOptions;
  /** Proxies of the operator between callers and here, whose word on a caller's address is taken. */
  trustProxy: number;
  /** Documents known beforehand; absent where only a document itself is taken. */
  persistedDocuments?: PersistedDocuments | undefined;
  /** How much is taken on at a time. The gateway closes it. */
  overload?: AdmissionControl;
  /** Bounds the bodies that are received at the same time; 32 MB where not given. */
  bodies?: BodyBudget;
  /** Which hosts requests may name; loopback only where GraphiQL is served and nothing is given, else all. */
  allowedHosts?: AllowedHosts | undefined;
  /** Origins of pages that may use the gateway, beside its own; none where not given. */
  corsOrigins?: CorsOrigins;
  /** Which cookies hold sessions; none where not given. */
  sessionCookies?: SessionCookieOptions | undefined;
  /** Whether requests should be sent here at the moment; `GET /ready` tells. */
  ready?: () => boolean;
  /** Answers what belongs to GraphiQL; absent where it is off. */
  page?: ((request: Request, mayEncode: boolean) => Promise<Response | null>) | undefined;
}

/** A gateway that is not listening yet. */
export interface Gateway {
  /** Answers one request, without a socket. */
  fetch(request: Request, sender?: Sender): Promise<Response>;
  /** The same for a server of node:http. */
  listener: RequestListener;
  /** Such a server, which listens nowhere yet. */
  createServer(): Server;
  /** Fetches what decisions need, so that the first request does not wait for it. */
  warm(): Promise<void>;
  /** Ends what runs by the clock. What the gateway was made of, such as the Stytch client, is for its maker to close. */
  close(): void;
}

/** Puts the gateway together. Nothing is sent to Stytch before the first request, or `warm`. */
export function createGateway({
  schema,
  path = DEFAULT_GRAPHQL_PATH,
  stytch,
  baseUrl,
  apiKeys,
  log,
  telemetry = telemetryOver(log),
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
  if (!vertical) throw new Error('A schema must say which kind of project it is for: load it by schema/index.ts.');
  const policy = createPolicy({ stytch, vertical, log, bound: outage.policy });
  const keys = createKeys({ stytch, vertical, projectId, log, bound: outage.keys });
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
    tries,
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
    // Where GraphiQL is served, people write documents of their own.
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
    // Whoever embeds the gateway asks whether it is one of these.
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

/** Stytch for the check of a caller, which belongs to no field. */
const tracedStytch = (stytch: StytchClient, operation: OperationTelemetry): StytchApi =>
  withContractTypes(
    encodeAndSend((what, request, by) => {
      const send = (options: CallOptions) => stytch.run(what, request, options);
      const options = { ...by, observe: operation.observe };
      return operation.callTrace?.follow(what, what.id, options, send) ?? send(options);
    }),
  );

/** The host that a web request names. */
const hostOf = ({ headers, url }: Request): string => headers.get('host') ?? new URL(url).host;

const refuseHost = createRefusal(421, 'MISDIRECTED_REQUEST', MISDIRECTED);
const refusedHost = createWebRefusal(421, 'MISDIRECTED_REQUEST', MISDIRECTED);

/**
 * GraphiQL and its files come before GraphQL. They are encoded only over the gateway's own listener: the server around `fetch`
 * compresses, and Next.js sends a body on without its `Content-Encoding`.
 */
const graphiqlPlugin = (page: GatewayOptions['page']): Plugin => ({
  async onRequest({ request, serverContext, endResponse }) {
    const answer = await page?.(request, 'req' in serverContext);
    if (answer) endResponse(answer);
  },
});

/** Node's headers as the web has them. The names asked for here come once, or framing.ts has refused the request. */
const readerOf = (headers: IncomingHttpHeaders): HeaderReader => {
  const get = (name: string): string | null => {
    const value = headers[name];
    return typeof value === 'string' ? value : null;
  };
  return { get, has: (name) => headers[name] !== undefined };
};
