/** `extensions.explain`: the estimated cost of a request and the Stytch calls that it made. */
import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import { mayByScope } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import type { OperationCost } from '../limits/cost.ts';
import type { Limits } from '../limits/limits.ts';
import { CallTrace } from '../telemetry/call-trace.ts';
import type { Explanation } from '../telemetry/explanation.ts';
import type { Vertical } from '../vertical/vertical.ts';

/** The header that requests it, with the value `on`. */
export const EXPLAIN_HEADER = 'x-explain';

/**
 * Which callers may use X-Explain.
 *
 * - `off`: the header is ignored
 * - `servers`: servers that may search for people
 * - `callers`: all servers, and all signed-in people
 *
 * Never visitors: the calls of a sign-in may depend on whether an address is known.
 */
export type ExplainMode = 'off' | 'servers' | 'callers';

/** The warning in `extensions` for a caller who may not use X-Explain. */
const REFUSALS: Readonly<Record<Exclude<ExplainMode, 'off'>, string>> = {
  servers: 'X-Explain was ignored: only servers that may search for people can use it.',
  callers: 'X-Explain was ignored: sign in, or send a server key.',
};

/** A request with X-Explain. */
export class Explain {
  readonly trace = new CallTrace();
  /** Null until the cost is estimated. */
  cost: OperationCost | null = null;
  /** Undefined until the caller is known. */
  caller: Caller | undefined;

  /** The extensions of the response; undefined if the request ended before its caller was identified. */
  extensions(
    mode: ExplainMode,
    limits: Pick<Limits, 'calls' | 'nodes'>,
    vertical: Pick<Vertical, 'signIn'>,
  ): { explain: Explanation } | { warnings: readonly string[] } | undefined {
    if (!this.caller || mode === 'off') return undefined;
    if (!mayExplain(mode, this.caller, vertical)) return { warnings: [REFUSALS[mode]] };
    const { cost, trace } = this;
    return {
      explain: {
        cost: cost && {
          calls: { estimated: cost.calls, limit: limits.calls, dearest: cost.dearestCall },
          objects: { estimated: cost.nodes, limit: limits.nodes, dearest: cost.dearestNode },
        },
        calls: trace.calls(),
        reused: trace.reusedObjects(),
      },
    };
  }
}

/** Starts the trace of a request with X-Explain; undefined without that header, or if the mode is `off`. */
export const beginExplain = (mode: ExplainMode, headers: { get(name: string): string | null }): Explain | undefined =>
  mode !== 'off' && headers.get(EXPLAIN_HEADER) === 'on' ? new Explain() : undefined;

function mayExplain(mode: ExplainMode, caller: Caller, { signIn }: Pick<Vertical, 'signIn'>): boolean {
  if (mode === 'callers') return caller.kind !== 'visitor';
  return mode === 'servers' && mayByScope(caller, signIn.resource, 'search');
}

/**
 * Runs the resolver of a field and attributes the Stytch calls that it causes to that field in the trace.
 *
 * @param operation id of the REST operation that the field calls
 */
export const traceField = <Result>(
  trace: CallTrace,
  operation: string | null,
  { path }: Pick<GraphQLResolveInfo, 'path'>,
  resolve: () => Result,
): Result => trace.inField(responsePathAsArray(path), operation, resolve);
