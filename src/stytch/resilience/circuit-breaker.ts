import { CircuitState, SamplingBreaker } from 'cockatiel';
import type { BreakerState } from '../client/observer.ts';
import type { UpstreamFailure, UpstreamResponse } from '../client/request-attempt.ts';
import type { TrafficClass } from '../contract/traits.ts';
import { StytchError } from '../error.ts';
import type { ResilienceOptions } from './options.ts';

/** Circuit breaker: if too many calls fail, calls are rejected immediately for a cooldown, then one call probes. */
export interface CircuitBreaker {
  /** The rejection of a call; undefined if it may be sent. */
  refusal(): StytchError | undefined;
  /** Reports that a call is sent, which `refusal` let pass. Returns whether it is the probe; `end` must follow. */
  begin(): boolean;
  /** Reports the outcome of a call. */
  end(tries: boolean, outcome: UpstreamResponse | UpstreamFailure): void;
}

/**
 * The breaker of one traffic class. Cockatiel counts; its policy wrapper is not used, since it creates two promises per
 * call and counts an aborted probe as success.
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
    // The probe was aborted, so it proves nothing: the next call probes.
    else change('open');
  };

  return {
    refusal() {
      if (state === 'closed') return undefined;
      const wait = opened + cooldownMs - Date.now();
      if (state === 'open' && wait <= 0) return undefined;
      return new StytchError({
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'Too many calls to Stytch failed: the circuit breaker is open. Retry after `retryAfter` seconds.',
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
      // Calls that started before it opened prove nothing new.
      else if (state !== 'closed') return;
      else if (outcome.ok || !outcome.faulty) sample.success(CircuitState.Closed);
      else if (sample.failure(CircuitState.Closed)) open();
    },
  };
}
