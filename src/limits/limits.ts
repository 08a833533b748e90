/** What one request may ask for, and the one form in which more is refused. */
import { GraphQLError } from 'graphql';

/** Every limit, each a whole number. The variable that sets it stands in config.ts. */
export interface Limits {
  /** Bytes of a request's body. Stytch takes no larger values than fit in here with ease. */
  readonly body: number;
  /** Words and signs of a document. Parsing and validating this many stays under 100 ms of CPU; a long page has 800. */
  readonly tokens: number;
  /** Fields inside fields. Introspection by GraphiQL and code generators goes 15 deep, clients seldom beyond 10. */
  readonly depth: number;
  /** Renamed fields: enough for a page that asks `viewer.can` of every button, too few to guess with. */
  readonly aliases: number;
  readonly directives: number;
  /** Fields with every fragment spread where it is named: what execution would walk through for one object each. */
  readonly fields: number;
  /** Values in a list, in the document or in a variable; Stytch takes no more ids in one search. */
  readonly list: number;
  /** Lists and objects inside one another in a variable. Metadata is seldom deeper than five. */
  readonly json: number;
  /** Calls to Stytch for one request. A default page of 50 members with two edges for each member takes 102. */
  readonly calls: number;
  /** Objects in one answer, estimated before it runs and counted while it runs. Ten thousand take about a quarter of a second to write. */
  readonly nodes: number;
  /** Connections of clients that are open at a time; idle ones cost about 10 kB each. */
  readonly connections: number;
}

/** What holds when an operator sets nothing. */
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

/** A refusal because of a limit, before anything has run. It tells which and how much, never what was sent. */
export const limitExceededError = (
  message: string,
  facts: Readonly<Record<string, unknown>>,
  status = 400,
): GraphQLError =>
  new GraphQLError(message, { extensions: { code: 'LIMIT_EXCEEDED', ...facts, http: { status, spec: false } } });

/** The refusal of one more call of a request that runs already. */
export const callLimitError = (most: number): GraphQLError =>
  new GraphQLError(`This request has made ${formatNumber(most)} calls to Stytch, and that is the most.`, {
    extensions: { code: 'LIMIT_EXCEEDED', limit: 'calls', most },
  });

/** The refusal of a response that turns out to have too many objects while it is made. */
export const noMoreObjects = (max: number): GraphQLError =>
  new GraphQLError(
    `The response would have more than ${formatNumber(max)} objects, and that is the most. Ask for fewer fields or smaller pages. Changes that the request made stand.`,
    { extensions: { code: 'LIMIT_EXCEEDED', limit: 'nodes', most: max } },
  );

/** A number as a person reads it: `20,000`. */
export const formatNumber = (value: number): string => value.toLocaleString('en');
