import type { Loaders } from '../loaders/index.ts';
import type { Caller } from './auth/caller.ts';
import type { Policy } from './auth/policy.ts';
import type { Tries } from './sign-in/tries.ts';
import type { Stytch } from './stytch/client.ts';
import type { ErrorCode } from './stytch/error-code.ts';
import type { ResponseFaults } from './stytch/response-faults.ts';
import type { Log } from './telemetry/log.ts';

/** What every resolver is given: made anew for each request, so that nothing read for one caller reaches another. */
export interface Context {
  readonly caller: Caller;
  /** Where the request came from, as far as is known. */
  readonly address: string;
  /** Stytch as this caller: with their session, until their deadline. A write empties the loaders. */
  readonly stytch: Stytch;
  readonly loaders: Loaders;
  readonly policy: Policy;
  readonly tries: Tries;
  /** The log of this request. */
  readonly log: Log;
  /** Takes note of a mutation that came to an error, which is data to the client. */
  readonly refused: (code: ErrorCode) => void;
  /** Takes what is wrong within responses of Stytch. */
  readonly faults: ResponseFaults;
  /** The Stytch project this gateway stands for. */
  readonly projectId: string;
}
