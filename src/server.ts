/** The HTTP side of the gateway: yoga and what stands around it. */
import type { IncomingMessage, Server } from 'node:http';
import { createYoga, type Plugin, processRegularResult } from 'graphql-yoga';
import { type BatchRules, defaultBatchRules } from '../loaders/batch.ts';
import { schema } from '../schema/index.ts';
import { type ApiKey, type Caller, identify, type Shown } from './auth/caller.ts';
import { createClock } from './auth/clock.ts';
import { defaultOutage, type OutageBounds } from './auth/kept.ts';
import { createKeys } from './auth/keys.ts';
import { createPolicy } from './auth/policy.ts';
import { createVerified } from './auth/verified.ts';
import { browserPlugin } from './browser.ts';
import type { Context } from './context.ts';
import { type ExecutionMode, executionPlugin } from './execution/plugin.ts';
import { unambiguous } from './framing.ts';
import { healthPlugin } from './health.ts';
import { createListener, leavingOf } from './http.ts';
import { type Introspection, introspectionPlugin } from './introspection.ts';
import { createLane, webHeaders } from './lane.ts';
import type { Leaving } from './leaving.ts';
import { costCheck } from './limits/cost.ts';
import { rememberingCost } from './limits/cost-memory.ts';
import { rememberedDocuments } from './limits/documents.ts';
import { limitOptions, limitPlugins, socketLimits } from './limits/index.ts';
import { defaultLimits, type Limits } from './limits/limits.ts';
import { createOverload, type Overload } from './limits/overload.ts';
import { discreetPlugin, mask, unforeseenPlugin } from './mask.ts';
import { createServer as createHttpServer } from './node-http.ts';
import { DOCUMENT_ID, type PersistedDocuments, persistedDocumentsPlugin } from './persisted-documents.ts';
import { contextFor, type Shared } from './request.ts';
import { callerAddress } from './sign-in/address.ts';
import { oneSignInPlugin } from './sign-in/one-per-document.ts';
import type { Tries } from './sign-in/tries.ts';
import type { StytchClient } from './stytch/client.ts';
import type { Rates } from './stytch/rates.ts';
import { type Telemetry, telemetryOver } from './telemetry/index.ts';
import type { Log } from './telemetry/log.ts';
import type { Operation } from './telemetry/operation.ts';
import { followed } from './telemetry/plugin.ts';

/** What a gateway is made of. */
export interface GatewayOptions {
  stytch: StytchClient;
  /** Origin of the Stytch API; custom domains sign tokens in its name. */
  baseUrl: string;
  apiKeys: readonly ApiKey[];
  log: Log;
  /** What an operator sees; only what goes wrong, in the log, where not given. */
  telemetry?: Telemetry;
  /** Milliseconds a request may take in all. */
  timeout: number;
  /** What a request may ask for; the defaults where not given. */
  limits?: Limits;
  /** How long keys and policy serve while Stytch gives no newer ones; the defaults where not given. */
  outage?: OutageBounds;
  /** Who may ask for the schema. */
  introspection: Introspection;
  /** Counts attempts to sign in. */
  tries: Tries;
  /** The limits that the client keeps, so that loaders know what is left of them. */
  rates?: Rates | undefined;
  /** The choice between GETs and a search; the defaults where not given. */
  batching?: BatchRules;
  /** Proxies of the operator between callers and here, whose word on a caller's address is taken. */
  trustProxy: number;
  /** Documents known beforehand; absent where only a document itself is taken. */
  persistedDocuments?: PersistedDocuments | undefined;
  /** How operations are executed; compiled when not given. */
  execution?: ExecutionMode;
  /** How much is taken on at a time. */
  overload?: Overload;
  /** Whether requests should be sent here at the moment; `GET /ready` tells. */
  ready?: () => boolean;
  /** Answers what belongs to GraphiQL; absent where it is off. */
  page?: ((request: Request) => Promise<Response | null>) | undefined;
}

/** A gateway that is not listening yet. */
export interface Gateway {
  /** Answers one request, without a socket. */
  fetch(request: Request): Promise<Response>;
  /** The same behind node:http. */
  createServer(): Server;
  /** Fetches what decisions need, so that the first request does not wait for it. */
  warm(): Promise<void>;
}

/** Puts the gateway together. Nothing is sent to Stytch before the first request, or `warm`. */
export function createGateway({
  stytch,
  baseUrl,
  apiKeys,
  log,
  telemetry = telemetryOver(log),
  timeout,
  limits = defaultLimits,
  outage = defaultOutage,
  introspection,
  tries,
  rates,
  batching = defaultBatchRules,
  trustProxy,
  persistedDocuments,
  execution = 'compiled',
  overload = createOverload(),
  ready = () => true,
  page,
}: GatewayOptions): Gateway {
  const { projectId } = stytch;
  const policy = createPolicy({ stytch, log, bound: outage.policy });
  const keys = createKeys({ stytch, projectId, log, bound: outage.keys });
  const callers = {
    projectId,
    apiKeys,
    issuers: [`stytch.com/${projectId}`, baseUrl],
    keys,
    verified: createVerified<Shown>(keys),
    policy,
    stytch,
    clock: createClock(log),
    serversInBrowsers: page !== undefined,
  };
  const shared: Shared = {
    stytch,
    policy,
    projectId,
    tries,
    mostCalls: limits.calls,
    rates,
    batching,
    metrics: telemetry.metrics,
  };
  const requests = followed(telemetry);

  // A caller is found out once a request: validation asks first, and the context again.
  const known = new WeakMap<Request, Promise<Caller>>();
  const callerOf = (request: Request): Promise<Caller> => {
    const caller = known.get(request) ?? Promise.try(() => identify(request.headers, callers));
    known.set(request, caller);
    return caller;
  };

  // Whoever asks for GraphiQL's sake may write documents of their own, where it is served: with a key that may do anything.
  const isAdmin = async (request: Request): Promise<boolean> => {
    if (!page) return false;
    const caller = await callerOf(request);
    return caller.kind === 'server' && caller.scopes.includes('admin');
  };

  const contextOf = (
    caller: Caller,
    operation: Operation,
    from: { signal: Leaving; remoteAddress: string | undefined; forwarded: string | null },
  ): Context => {
    const address = callerAddress(from.remoteAddress, from.forwarded, trustProxy);
    return contextFor(caller, shared, operation, { signal: from.signal, deadline: Date.now() + timeout, address });
  };

  const documents = rememberedDocuments(telemetry.metrics.document);
  const checkCost = rememberingCost(costCheck(schema, limits));
  const suggestions = introspection === 'on';
  const lane = createLane({
    schema,
    documents,
    limits,
    checkCost,
    persistedDocuments,
    suggestions,
    telemetry,
    callerOf: (headers) => identify(headers, callers),
    contextOf: (caller, { headers, remoteAddress, signal }, operation) =>
      contextOf(caller, operation, { signal, remoteAddress, forwarded: webHeaders(headers).get('x-forwarded-for') }),
    respond: (result, mediaType) => processRegularResult(result, yoga.fetchAPI, mediaType),
  });

  const yoga = createYoga<{ req?: IncomingMessage }, Context>({
    schema,
    context: async ({ request, req }) =>
      contextOf(await callerOf(request), requests.of(request), {
        // Yoga's own signal does not always end when the client leaves.
        signal: (req && leavingOf(req)) ?? request.signal,
        remoteAddress: req?.socket.remoteAddress,
        forwarded: request.headers.get('x-forwarded-for'),
      }),
    maskedErrors: { maskError: mask },
    plugins: [
      unforeseenPlugin(log),
      requests.plugin,
      healthPlugin(() => ready() && stytch.secretAccepted()),
      pagePlugin(page),
      browserPlugin,
      ...limitPlugins(limits, checkCost),
      persistedDocuments ? persistedDocumentsPlugin(persistedDocuments, isAdmin) : {},
      introspectionPlugin(introspection, callerOf),
      discreetPlugin(suggestions),
      oneSignInPlugin,
      executionPlugin(execution),
      execution === 'compiled' ? lane.plugin : {},
    ],
    extraParamNames: persistedDocuments ? [DOCUMENT_ID] : [],
    graphiql: false,
    landingPage: false,
    cors: false,
    multipart: false,
    batching: false,
    ...limitOptions(documents),
    logging: false,
  });

  const listener = createListener({ lane, yoga, overload, metrics: telemetry.metrics, mostBytes: limits.body });

  return {
    fetch: async (request) => yoga.fetch(request),
    createServer: () => {
      const server = createHttpServer(socketLimits, unambiguous(listener));
      server.maxConnections = limits.connections;
      return server;
    },
    warm: async () => {
      await Promise.all([policy.project(), keys.warm()]);
    },
  };
}

/** GraphiQL and its files come before GraphQL; the whole schema, which it asks for when it opens, goes compressed. */
const pagePlugin = (page: GatewayOptions['page']): Plugin => ({
  async onRequest({ request, endResponse }) {
    const answer = await page?.(request);
    if (answer) endResponse(answer);
  },
  onResponse({ request, response, setResponse, fetchAPI }) {
    const large = Number(response.headers.get('content-length')) > 32_768;
    const plain = !response.headers.has('content-encoding');
    if (!page || !large || !plain || !response.body || !/\bgzip\b/.test(request.headers.get('accept-encoding') ?? ''))
      return;
    const headers = new fetchAPI.Headers(response.headers);
    headers.delete('content-length');
    headers.set('content-encoding', 'gzip');
    headers.append('vary', 'accept-encoding');
    const body = response.body.pipeThrough(new CompressionStream('gzip'));
    setResponse(new fetchAPI.Response(body, { status: response.status, headers }));
  },
});
