/** `extensions.explain`: what a request may have cost, and the calls to Stytch that it made. */
import { type GraphQLResolveInfo, responsePathAsArray } from 'graphql';
import { mayByScope } from '../auth/access.ts';
import type { Caller } from '../auth/caller.ts';
import type { OperationCost } from '../limits/cost.ts';
import type { Limits } from '../limits/limits.ts';
import { CallTrace } from '../telemetry/call-trace.ts';
import type { Explanation } from '../telemetry/explanation.ts';
import type { Vertical } from '../vertical/vertical.ts';

/** The header of a request that asks for it, with the value `on`. */
export const EXPLAIN_HEADER = 'x-explain';

/**
 * Who may ask for it.
 *
 * - `off`: the header is ignored
 * - `servers`: servers that may search for people
 * - `callers`: every server, and every person who is signed in
 *
 * Visitors never: which calls a sign-in makes may depend on whether an address is known.
 */
export type ExplainMode = 'off' | 'servers' | 'callers';

/** What `extensions` have in its place for a caller who may not ask. */
const REFUSALS: Readonly<Record<Exclude<ExplainMode, 'off'>, string>> = {
  servers: 'X-Explain was ignored: here only servers that may search for people can use it.',
  callers: 'X-Explain was ignored: sign in, or send a server key.',
};

/** A request that asked to be explained. */
export class Explain {
  readonly trace = new CallTrace();
  /** Null until it is counted. */
  cost: OperationCost | null = null;
  /** Undefined until the caller is known. */
  caller: Caller | undefined;

  /** The extensions of its response; undefined if it ended before its caller was known. */
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

/** Begins to trace a request whose header asks for it. */
export const beginExplain = (mode: ExplainMode, headers: { get(name: string): string | null }): Explain | undefined =>
  mode !== 'off' && headers.get(EXPLAIN_HEADER) === 'on' ? new Explain() : undefined;

function mayExplain(mode: ExplainMode, caller: Caller, { signIn }: Pick<Vertical, 'signIn'>): boolean {
  if (mode === 'callers') return caller.kind !== 'visitor';
  return mode === 'servers' && mayByScope(caller, signIn.resource, 'search');
}

/**
 * Runs the resolver of a field; calls that it leads to are traced as those of the field.
 *
 * @param operation id of the REST operation that the field calls
 */
export const traceField = <Result>(
  trace: CallTrace,
  operation: string | null,
  { path }: Pick<GraphQLResolveInfo, 'path'>,
  resolve: () => Result,
): Result => trace.inField(responsePathAsArray(path), operation, resolve);
