import type { Fetcher, FetcherParams } from '@graphiql/toolkit';
import type { Explanation } from '../../telemetry/explanation.ts';
import type { GraphiqlConfig } from '../../vertical/graphiql-config.ts';
import type { ExplainedRequest } from './explain.ts';
import { openedCaller } from './storage.ts';

/** The choices of the select that are not credentials of the sandbox. */
export const SUGGESTED = 'suggested';
export const VISITOR = 'visitor';
export const COOKIE = 'cookie';
export const CUSTOM = 'custom';

/** Whom requests are sent as. */
export interface CallerChoice {
  choice: string;
  /** The token typed by hand, used when the choice is `custom`. */
  customToken: string;
}

/** The sandbox's session JWTs live for five minutes; they are replaced before that. */
const FRESH_FOR = 4 * 60 * 1000;

/** Fetches the page's configuration and keeps it for as long as the tokens in it are good. */
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
    // A failure is not kept: the next request asks again.
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

/** What of a request, or of a tab, decides whom it is sent as. */
type Shown = Pick<FetcherParams, 'query' | 'operationName'>;

/**
 * GraphiQL learns which operation a tab holds a moment after the tab is opened, and until then names that of the tab
 * before. A request sent before then is meant for the operation on the screen.
 */
const onScreen = <T extends Shown>(params: T): T => {
  const names = Array.from(params.query.matchAll(/\b(?:query|mutation)\s+(\w+)/g), (match) => match[1]);
  if (names.includes(params.operationName ?? undefined)) return params;
  return { ...params, operationName: names[0] ?? null };
};

/** The credential that a request goes out with when each tab decides for itself. */
export const suggestedCredential = (config: GraphiqlConfig, shown: Shown): string => {
  const { operationName } = onScreen(shown);
  const tab = config.tabs.find((candidate) => candidate.operationName === operationName);
  return openedCaller(operationName) ?? tab?.credential ?? config.credentials[0]?.name ?? VISITOR;
};

/** True when the gateway did not know the caller and so has done nothing: the request may be sent again. */
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
 * Stores the last schema that the gateway returned. A caller whose token is refused keeps it, and the page says why;
 * GraphiQL itself would remove the docs.
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
    // A later choice of the caller has the say.
    if (turn === asked) onRefusal(refused ? told : undefined);
    return refused ? (last ?? answer) : answer;
  };
};

export type KeptSchema = ReturnType<typeof keptSchema>;

/** Takes what the gateway explained. */
export interface ExplainListener {
  /** Whether requests ask for it. */
  isOn(): boolean;
  /** Begins a request; the function it gives takes the explanation. */
  begin(): (request: ExplainedRequest) => void;
}

/** What a response says of its cost, and the response without it. */
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
 * Sends GraphiQL's requests, introspection too, as the chosen caller. A sandbox token that has expired is replaced
 * automatically. An `Authorization` typed into the headers editor wins over the select.
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
        // Otherwise a visitor would be the person of a cookie, and a bearer of another session would be refused.
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
