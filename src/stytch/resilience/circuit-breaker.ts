import { CircuitState, SamplingBreaker } from 'cockatiel';
import type { BreakerState } from '../client/observer.ts';
import type { UpstreamFailure, UpstreamResponse } from '../client/request-attempt.ts';
import type { TrafficClass } from '../contract/traits.ts';
import { StytchError } from '../error.ts';
import type { ResilienceOptions } from './options.ts';

/** Keeps calls from a Stytch that does not answer them: for a pause they fail at once, then one of them may try. */
export interface CircuitBreaker {
  /** The refusal of a call as long as calls are kept back; undefined where it may be sent. */
  refusal(): StytchError | undefined;
  /** A call is sent, which `refusal` let pass. Says whether it is the one that tries; `end` must follow. */
  begin(): boolean;
  /** How it went. */
  end(tries: boolean, outcome: UpstreamResponse | UpstreamFailure): void;
}

/**
 * The breaker of one class of operations. Cockatiel counts; its policy around a call is not used, since it makes two promises
 * of each, and takes a try whose caller left for a success.
 */
export function createBreaker(
  kind: TrafficClass,
  { failureRateThreshold, windowMs, minimumThroughput, cooldownMs }: ResilienceOptions,
  changed: (kind: TrafficClass, state: BreakerState) => void,
): CircuitBreaker {
  const sample = new SamplingBreaker({
    threshold: failureRateThreshold,
    duration: windowMs,
    minimumRps: minimumThroughput / (windowMs / 1_000),
  });
  let state: BreakerState = 'closed';
  let opened = 0;
  const change = (to: BreakerState): void => {
    state = to;
    changed(kind, to);
  };
  const open = (): void => {
    opened = Date.now();
    change('open');
  };

  const endOfTry = (outcome: UpstreamResponse | UpstreamFailure): void => {
    if (!outcome.ok && outcome.faulty) open();
    else if (outcome.ok || outcome.error.facts.statusCode !== undefined) {
      sample.success(CircuitState.HalfOpen);
      change('closed');
    }
    // Nothing was heard of Stytch, since its caller left: the next one may try.
    else change('open');
  };

  return {
    refusal() {
      if (state === 'closed') return undefined;
      const wait = opened + cooldownMs - Date.now();
      if (state === 'open' && wait <= 0) return undefined;
      return new StytchError({
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'Stytch has been failing and is left alone for a moment.',
        retryAfter: Math.max(1, Math.ceil(wait / 1_000)),
      });
    },
    begin() {
      if (state !== 'open') return false;
      change('halfOpen');
      return true;
    },
    end(tries, outcome) {
      if (tries) endOfTry(outcome);
      // What began before it opened tells nothing new.
      else if (state !== 'closed') return;
      else if (outcome.ok || !outcome.faulty) sample.success(CircuitState.Closed);
      else if (sample.failure(CircuitState.Closed)) open();
    },
  };
}
