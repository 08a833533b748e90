/** Log of the calls to a world, for assertions. Without queries, headers and bodies, which contain secrets. */
import { fail } from '../errors.ts';
import { UNKNOWN_OPERATION } from './failures.ts';

/** One call to the API of a world. */
export interface RecordedCall {
  /** Numbers the calls of a world from 1. */
  readonly sequence: number;
  /**
   * Operation id of the contract, or the name of an OAuth endpoint such as `oauth2_token`; null if the path has no
   * operation.
   */
  readonly operation: string | null;
  readonly method: string;
  readonly path: string;
  /** HTTP status; null if the connection failed instead. */
  readonly status: number | null;
  /** `error_type` of the response; null if it has none. */
  readonly error_type: string | null;
  /** Time by the clock of the world. */
  readonly at: string;
}

/** The calls of one world. */
export interface Calls {
  readonly add: (call: Omit<RecordedCall, 'sequence'>) => void;
  /**
   * Calls, oldest first, optionally of one operation.
   *
   * @throws Refusal if the kind of project does not have the operation
   */
  readonly list: (operation?: string) => readonly RecordedCall[];
  readonly clear: () => void;
}

/** Max calls that are stored; older ones are dropped. */
export const MAX_CALLS = 1_000;

/** Max characters stored of a path: a path without an operation may be as long as a URL. */
const MAX_PATH = 300;

/** @param operations ids of the sandbox's operations */
export function createCalls(operations: ReadonlySet<string>): Calls {
  let calls: RecordedCall[] = [];
  let count = 0;
  return {
    add(call) {
      count += 1;
      // Trimmed only at twice the limit, so that the array is not copied on every call.
      if (calls.length >= 2 * MAX_CALLS) calls = calls.slice(-MAX_CALLS);
      calls.push({ sequence: count, ...call, path: call.path.slice(0, MAX_PATH) });
    },
    list(operation) {
      // Rejected because an assertion that a misspelt operation has no calls would pass.
      if (operation !== undefined && !operations.has(operation)) fail(400, 'invalid_argument', UNKNOWN_OPERATION);
      return calls.slice(-MAX_CALLS).filter((call) => operation === undefined || call.operation === operation);
    },
    clear() {
      calls = [];
    },
  };
}
