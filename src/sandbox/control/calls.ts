/** What a world was asked, for assertions. Without queries, headers and bodies: they hold secrets. */
import { fail } from '../errors.ts';
import { UNKNOWN_OPERATION } from './failures.ts';

/** One call to the API of a world. */
export interface Call {
  /** Counts the calls of a world from 1. */
  readonly sequence: number;
  /** The id of the operation of the contract, or `oauth2_token`; null for a path that no operation has. */
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  /** The HTTP status; null where the connection broke instead. */
  readonly status: number | null;
  /** `error_type` of the response, if it has one. */
  readonly error_type: string | null;
  /** By the clock of the world. */
  readonly at: string;
}

/** The calls of one world. */
export interface Calls {
  readonly add: (call: Omit<Call, 'sequence'>) => void;
  /**
   * Oldest first; those of one operation, where that is given.
   *
   * @throws Refusal if the kind of project does not have the operation
   */
  readonly list: (operation?: string) => readonly Call[];
  readonly clear: () => void;
}

/** Calls that are remembered at most; the oldest are forgotten first. */
export const MAX_CALLS = 1_000;

/** Characters of a path that are kept: a path that no operation has may be as long as a URL. */
const MAX_PATH = 300;

/** @param operations the ids of the operations that the sandbox has */
export function createCalls(operations: ReadonlySet<string>): Calls {
  let calls: Call[] = [];
  let count = 0;
  return {
    add(call) {
      count += 1;
      // Twice as many are kept before the older half goes: moving all of them for each call would take longer.
      if (calls.length >= 2 * MAX_CALLS) calls = calls.slice(-MAX_CALLS);
      calls.push({ sequence: count, ...call, path: call.path.slice(0, MAX_PATH) });
    },
    list(operation) {
      // A test that asserts no calls of a misspelt operation would pass.
      if (operation !== undefined && !operations.has(operation)) fail(400, 'invalid_argument', UNKNOWN_OPERATION);
      return calls.slice(-MAX_CALLS).filter((call) => operation === undefined || call.operation === operation);
    },
    clear() {
      calls = [];
    },
  };
}
