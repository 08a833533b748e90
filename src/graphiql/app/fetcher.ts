import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import type { Explanation } from '../../telemetry/explanation.ts';
import type { GraphiqlConfig } from '../../vertical/graphiql-config.ts';
import type { ExplainedRequest } from './explain.ts';
import { openedCaller } from './storage.ts';

/** Options of the caller select that are no credentials of the sandbox. */
export const SUGGESTED = 'suggested';
export const VISITOR = 'visitor';
export const COOKIE = 'cookie';
export const CUSTOM = 'custom';

/** The caller as which requests are sent. */
export interface CallerChoice {
  choice: string;
  /** The manually entered token, used if the choice is `custom`. */
  customToken: string;
}

/** Milliseconds for which the configuration is cached: the session JWTs of the sandbox expire after five minutes. */
const FRESH_FOR = 4 * 60 * 1000;

/** Fetches the configuration of the page and caches it while its tokens are valid. */
export const configSource = (url: string) => {
  let fetchedAt = Number.NEGATIVE_INFINITY;
  let latest: Promise<GraphiqlConfig> | undefined;

  const load = (): Promise<GraphiqlConfig> => {
    fetchedAt = Date.now();
    const loading = fetch(url, { cache: 'no-store' }).then((response) => {
      if (!response.ok) throw new Error(`The gateway answered ${response.status} to ${url}.`);
      return response.json() as Promise<GraphiqlConfig>;
    });
    latest = loading;
    // A failure is not cached: the next request fetches again.
    loading.catch(() => {
      if (latest === loading) latest = undefined;
    });
    return loading;
  };

  return {
    get: (): Promise<GraphiqlConfig> => (latest && Date.now() - fetchedAt < FRESH_FOR ? latest : load()),
    refresh: load,
  };
};

export type ConfigSource = ReturnType<typeof configSource>;

/** The parts of a request or tab that determine the caller. */
type Shown = Pick<FetcherParams, 'query' | 'operationName'>;

/**
 * Corrects the operation name: shortly after a tab is opened, GraphiQL still sends the name of the previous tab's
 * operation. The request is meant for the operation on the screen.
 */
const onScreen = <T extends Shown>(params: T): T => {
  const names = Array.from(params.query.matchAll(/\b(?:query|mutation)\s+(\w+)/g), (match) => match[1]);
  if (names.includes(params.operationName ?? undefined)) return params;
  return { ...params, operationName: names[0] ?? null };
};

/** The credential of a request if each tab determines its own. */
export const suggestedCredential = (config: GraphiqlConfig, shown: Shown): string => {
  const { operationName } = onScreen(shown);
  const tab = config.tabs.find((candidate) => candidate.operationName === operationName);
  return openedCaller(operationName) ?? tab?.credential ?? config.credentials[0]?.name ?? VISITOR;
};

/** Whether the gateway rejected the caller and executed nothing, so that the request may be sent again. */
const isUnauthenticated = (answer: unknown): boolean => {
  const { data, errors } = (answer ?? {}) as {
    data?: Record<string, unknown> | null;
    errors?: { extensions?: { code?: unknown } }[];
  };
  const nothing = !data || Object.values(data).every((value) => value === null);
  return nothing && (errors ?? []).some((error) => error.extensions?.code === 'UNAUTHENTICATED');
};

const INTROSPECTION = 'IntrospectionQuery';

/**
 * Stores the last schema that the gateway returned. After a rejected token the page keeps that schema and shows the
 * reason; GraphiQL itself would remove the docs.
 */
export const keptSchema = (onRefusal: (reason: string | undefined) => void) => {
  let asked = 0;
  let last: unknown;
  return async (introspect: () => Promise<unknown>): Promise<unknown> => {
    asked += 1;
    const turn = asked;
    const answer = await introspect().catch((error: unknown) => ({ errors: [{ message: String(error) }] }));
    const { data, errors } = answer as { data?: { __schema?: unknown } | null; errors?: { message: string }[] };
    const refused = !data?.__schema;
    if (!refused) last = answer;
    const reason = errors?.[0]?.message ?? 'The gateway gave no schema.';
    const told = last ? `${reason} The docs show the schema as it was loaded before.` : reason;
    // Only the result for the latest choice of the caller is reported.
    if (turn === asked) onRefusal(refused ? told : undefined);
    return refused ? (last ?? answer) : answer;
  };
};

export type KeptSchema = ReturnType<typeof keptSchema>;

/** Receives explanations. */
export interface ExplainListener {
  /** Whether requests are sent with X-Explain. */
  isOn(): boolean;
  /** Starts a request; the returned function receives its explanation. */
  begin(): (request: ExplainedRequest) => void;
}

/** Separates the explanation from a response. */
function takeExplanation(answer: unknown): { shown: unknown } & Pick<ExplainedRequest, 'explanation' | 'refusal'> {
  const { extensions, ...rest } = (answer ?? {}) as {
    extensions?: { explain?: Explanation; warnings?: readonly string[] };
  };
  const { explain, ...others } = extensions ?? {};
  const refusal = others.warnings?.join(' ') ?? 'The gateway did not explain this request.';
  const shown = Object.keys(others).length > 0 ? { ...rest, extensions: others } : rest;
  return { shown, explanation: explain, refusal: explain ? undefined : refusal };
}

/**
 * Sends GraphiQL's requests, including introspection, as the chosen caller. Expired sandbox tokens are replaced
 * automatically. An `Authorization` in the headers editor overrides the select.
 */
export const gatewayFetcher =
  (source: ConfigSource, { choice, customToken }: CallerChoice, kept: KeptSchema, explain: ExplainListener): Fetcher =>
  async (given, options) => {
    const params = onScreen(given);
    const isIntrospection = params.operationName === INTROSPECTION;
    const explained = !isIntrospection && explain.isOn() ? explain.begin() : undefined;
    const send = async (config: GraphiqlConfig) => {
      const name = choice === SUGGESTED ? suggestedCredential(config, params) : choice;
      const ready = config.credentials.find((credential) => credential.name === name)?.token;
      const token = choice === CUSTOM ? customToken : ready;
      const response = await fetch(config.endpoint, {
        method: 'POST',
        // Otherwise a visitor would be identified by a cookie, and a bearer of another session would be rejected.
        credentials: choice === COOKIE ? 'same-origin' : 'omit',
        headers: {
          accept: 'application/graphql-response+json, application/json',
          'content-type': 'application/json',
          ...(explained && { 'x-explain': 'on' }),
          ...(token && { authorization: `Bearer ${token}` }),
          ...(options?.headers as Record<string, string> | undefined),
        },
        body: JSON.stringify(params),
      });
      return { answer: await jsonOf(response), replaceable: ready !== undefined };
    };

    const sendFresh = async () => {
      const first = await send(await source.get());
      const expired = first.replaceable && isUnauthenticated(first.answer);
      const { answer } = expired ? await send(await source.refresh()) : first;
      return answer;
    };

    const answer = isIntrospection ? await kept(sendFresh) : await sendFresh();
    if (!explained) return answer as Awaited<ReturnType<Fetcher>>;
    const { shown, ...explanation } = takeExplanation(answer);
    explained({ query: params.query, operationName: params.operationName, ...explanation });
    return shown as Awaited<ReturnType<Fetcher>>;
  };

const jsonOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`The gateway answered ${response.status} without JSON: ${text.slice(0, 200)}`);
  }
};
