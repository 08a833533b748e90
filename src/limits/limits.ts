/** Limits of one request, and the errors of those that exceed them. */
import { GraphQLError } from 'graphql';

/** Every limit, each a whole number. src/process/config.ts holds its environment variable. */
export interface Limits {
  /** Max bytes of a request body. Values that Stytch accepts are far smaller. */
  readonly body: number;
  /** Max tokens of a document. Parsing and validating so many takes less than 100 ms of CPU; a large page has 800. */
  readonly tokens: number;
  /**
   * Max nesting depth of fields. Introspection by GraphiQL and code generators goes 15 deep, clients seldom beyond 10.
   */
  readonly depth: number;
  /** Max aliases: enough for a page that queries `viewer.can` for every button, too few for brute force. */
  readonly aliases: number;
  readonly directives: number;
  /** Max fields, with every fragment counted where it is spread: what execution visits for one object each. */
  readonly fields: number;
  /** Max values of a list in the document or a variable; Stytch accepts no more ids in one search. */
  readonly list: number;
  /** Max nesting depth of lists and objects in a variable. Metadata is seldom deeper than five. */
  readonly json: number;
  /** Max calls to Stytch per request. A default page of 50 members with two edges for each member takes 102. */
  readonly calls: number;
  /**
   * Max objects in a response, estimated before execution and counted during it. Serializing 10,000 takes about 250 ms.
   */
  readonly nodes: number;
  /** Max open client connections; an idle one costs about 10 kB. */
  readonly connections: number;
}

/** Defaults of the limits. */
export const defaultLimits: Limits = {
  body: 256 * 1024,
  tokens: 2_000,
  depth: 15,
  aliases: 30,
  directives: 50,
  fields: 2_000,
  list: 1_000,
  json: 32,
  calls: 110,
  nodes: 20_000,
  connections: 5_000,
};

/** The error for a request that exceeds a limit, before execution. Names the limit and its value, never the input. */
export const limitExceededError = (
  message: string,
  facts: Readonly<Record<string, unknown>>,
  status = 400,
): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', ...facts, http: { status, spec: false } } });

/** The error for a call beyond the limit, during execution. */
export const callLimitError = (most: number): GraphQLError =>
  new GraphQLError(`The request reached the limit of ${formatNumber(most)} calls to Stytch. Request less at a time.`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'calls', most },
  });

/** The error for a response with too many objects, during execution. */
export const noMoreObjects = (max: number): GraphQLError =>
  new GraphQLError(
    `The response exceeds the limit of ${formatNumber(max)} objects. Request fewer fields or smaller pages. Changes already made by the request remain.`,
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'nodes', most: max } },
  );

/** Formats a number for people: `20,000`. */
export const formatNumber = (value: number): string => value.toLocaleString('en');
