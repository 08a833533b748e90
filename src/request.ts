/** What one request of a client is given to work with. */
import type { BatchRules } from '../loaders/batch.ts';
import { createLoaders } from '../loaders/index.ts';
import type { Caller } from './auth/caller.ts';
import { partyOf } from './auth/party.ts';
import type { Policy } from './auth/policy.ts';
import type { Context } from './context.ts';
import { noMoreCalls } from './limits/limits.ts';
import type { Tries } from './sign-in/tries.ts';
import { type CallOptions, type Send, type Stytch, typed } from './stytch/client.ts';
import { operations } from './stytch/operations.ts';
import type { Rates } from './stytch/rates.ts';
import { onlyReads } from './stytch/reads.ts';
import type { OperationKey } from './stytch/rest.ts';
import type { Metrics } from './telemetry/metrics.ts';
import type { Operation } from './telemetry/operation.ts';

/** What requests share. */
export interface Shared {
  stytch: Stytch;
  policy: Policy;
  projectId: string;
  tries: Tries;
  /** Calls to Stytch that one request may make. */
  mostCalls: number;
  /** The limits that the client keeps; here they are only looked at. */
  rates: Rates | undefined;
  batching: BatchRules;
  metrics: Metrics;
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
  const options: CallOptions = { session, party, signal, deadline, observe: operation.observe };
  operation.calledBy(caller.kind);
  let calls = 0;
  const send: Send = (method, path, input) => {
    calls += 1;
    // The cost that was counted beforehand rests on how long lists usually are; this does not.
    if (calls > shared.mostCalls) return Promise.reject(noMoreCalls(shared.mostCalls));
    return shared.stytch.send(method, path, input, options);
  };

  const reads = new Map<string, Promise<object>>();
  /** Equal reads of one request are one call, on the way and answered. Inputs are equal when the same code made them. */
  const read: Send = (method, path, input) => {
    const key = `${method} ${path} ${JSON.stringify(input)}`;
    const known = reads.get(key);
    if (known) return known;
    const answer = send(method, path, input).then((found) => {
      // What was asked before a write may be from before it.
      if (reads.get(key) === answer) loaders.prime(found);
      return found;
    });
    reads.set(key, answer);
    return answer;
  };

  const forget = (): void => {
    reads.clear();
    loaders.clear();
  };
  const write: Send = async (method, path, input) => {
    try {
      const answer = await send(method, path, input);
      forget();
      loaders.prime(answer);
      return answer;
    } catch (cause) {
      // A refused or lost write may have changed something all the same.
      forget();
      throw cause;
    }
  };

  const stytch = typed((method, path, input) =>
    onlyReads(method, operations[`${method} ${path}` as OperationKey].id)
      ? read(method, path, input)
      : write(method, path, input),
  );
  const loaders = createLoaders(stytch, {
    rules: shared.batching,
    searchesLeft: () => shared.rates?.left('search', party.tenant) ?? Number.POSITIVE_INFINITY,
    callsLeft: () => shared.mostCalls - calls,
    asked: shared.metrics.batch,
  });
  const { policy, projectId, tries } = shared;
  const { log, refused } = operation;
  return { caller, address, stytch, loaders, policy, tries, log, refused, projectId };
}
