/** What one request of a client is given to work with. */
import type { BatchRules } from '../loaders/batch.ts';
import { createLoaders } from '../loaders/index.ts';
import type { Caller } from './auth/caller.ts';
import { partyOf } from './auth/party.ts';
import type { Policy } from './auth/policy.ts';
import type { Context } from './context.ts';
import { noMoreCalls } from './limits/limits.ts';
import type { Tries } from './sign-in/tries.ts';
import type { CallOptions, SessionHeader } from './stytch/call.ts';
import { type StytchClient, sendBy, typed } from './stytch/client.ts';
import { keyOf, type Operation as RestOperation, type WireRequest } from './stytch/operation.ts';
import type { Rates } from './stytch/rates.ts';
import { type LoggedPlaces, ResponseFaults } from './stytch/response-faults.ts';
import type { Party } from './stytch/turns.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Operation } from './telemetry/operation.ts';

/** What requests share. */
export interface Shared {
  stytch: Pick<StytchClient, 'run'>;
  policy: Policy;
  projectId: string;
  tries: Tries;
  /** Calls to Stytch that one request may make. */
  mostCalls: number;
  /** The limits that the client keeps; here they are only looked at. */
  rates: Rates | undefined;
  batching: BatchRules;
  metrics: Metrics;
  /** Places for which it was logged that Stytch left something out. */
  loggedPlaces: LoggedPlaces;
}

/** The context of one request of a known caller. */
export function contextFor(
  caller: Caller,
  shared: Shared,
  operation: Operation,
  { address, signal, deadline }: Pick<CallOptions, 'signal' | 'deadline'> & Pick<Context, 'address'>,
): Context {
  const session = caller.kind === 'member' ? caller.session : undefined;
  const party = partyOf(caller);
  const sharer = sharerOf(party, session);
  const options: CallOptions = { session, party, sharer, signal, deadline, observe: operation.observe };
  operation.calledBy(caller.kind);
  let calls = 0;
  const run = (what: RestOperation, request: WireRequest): Promise<object> => {
    calls += 1;
    // The cost that was counted beforehand rests on how long lists usually are; this does not.
    if (calls > shared.mostCalls) return Promise.reject(noMoreCalls(shared.mostCalls));
    return shared.stytch.run(what, request, options);
  };
  const { log, refused } = operation;
  const faults = new ResponseFaults((message, fields) => log.warn(message, fields), shared.loggedPlaces);

  const reads = new Map<string, Promise<object>>();
  /** Equal reads of one request are one call, on the way and answered. */
  const read = (what: RestOperation, request: WireRequest): Promise<object> => {
    const key = keyOf(request);
    const known = reads.get(key);
    if (known) return known;
    const answer = run(what, request);
    reads.set(key, answer);
    // Noted before whoever asked goes on. What was asked before a write may be from before it.
    answer.then((found) => {
      faults.responded(what.id, found);
      if (reads.get(key) === answer) loaders.prime(found);
    }, ignore);
    return answer;
  };

  const forget = (): void => {
    reads.clear();
    loaders.clear();
  };
  const write = async (what: RestOperation, request: WireRequest): Promise<object> => {
    try {
      const answer = await run(what, request);
      faults.responded(what.id, answer);
      forget();
      loaders.prime(answer);
      return answer;
    } catch (cause) {
      // A refused or lost write may have changed something all the same.
      forget();
      throw cause;
    }
  };

  const stytch = typed(sendBy((what, request) => (what.reads ? read(what, request) : write(what, request))));
  const loaders = createLoaders(
    stytch,
    {
      rules: shared.batching,
      searchesLeft: () => shared.rates?.left('search', party.tenant) ?? Number.POSITIVE_INFINITY,
      callsLeft: () => shared.mostCalls - calls,
      asked: shared.metrics.batch,
    },
    faults,
  );
  const { policy, projectId, tries } = shared;
  return { caller, address, stytch, loaders, policy, tries, log, refused, projectId, faults };
}

/** Whoever asked has the failure, too. */
const ignore = (): void => {};

/** Equal reads of one caller, by one session, may have one answer. A visitor shares with nobody. */
const sharerOf = ({ caller }: Party, session: SessionHeader | undefined): string | undefined =>
  typeof caller === 'string' ? `${caller}\n${session ? Object.values(session) : ''}` : undefined;
