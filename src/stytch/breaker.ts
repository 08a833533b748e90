import { CircuitState, circuitBreaker, handleWhenResult, SamplingBreaker } from 'cockatiel';
import type { Answer, Failure } from './attempt.ts';
import type { OperationClass } from './class.ts';
import { StytchError } from './error.ts';
import type { BreakerState } from './report.ts';
import type { Rules } from './rules.ts';

/** Keeps calls from a Stytch that does not answer them: for a pause they fail at once, then one of them may try. */
export interface Breaker {
  /** The refusal of a call as long as calls are kept back; undefined where it may be sent. */
  refusal(): StytchError | undefined;
  /** Makes a call and counts how it went. */
  run(call: () => Promise<Answer | Failure>): Promise<Answer | Failure>;
}

const states = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'halfOpen',
  [CircuitState.Isolated]: 'open',
} as const;

/** The breaker of one class of operations. */
export function createBreaker(
  kind: OperationClass,
  { breakerShare, breakerWindow, breakerLeast, breakerPause }: Rules,
  changed: (kind: OperationClass, state: BreakerState) => void,
): Breaker {
  const policy = circuitBreaker(
    handleWhenResult((outcome) => isFaulty(outcome)),
    {
      halfOpenAfter: breakerPause,
      breaker: new SamplingBreaker({
        threshold: breakerShare,
        duration: breakerWindow,
        minimumRps: breakerLeast / (breakerWindow / 1_000),
      }),
    },
  );
  let opened = 0;
  policy.onStateChange((state) => {
    if (state === CircuitState.Open) opened = Date.now();
    changed(kind, states[state]);
  });

  return {
    refusal() {
      if (policy.state === CircuitState.Closed) return undefined;
      const wait = opened + breakerPause - Date.now();
      if (policy.state === CircuitState.Open && wait <= 0) return undefined;
      // While one call tries, cockatiel would have the others wait for it: for as long as a deadline, if Stytch hangs.
      return new StytchError({
        code: 'UPSTREAM_UNAVAILABLE',
        message: 'Stytch has been failing and is left alone for a moment.',
        retryAfter: Math.max(1, Math.ceil(wait / 1_000)),
      });
    },
    run: (call) => policy.execute(call),
  };
}

const isFaulty = (outcome: unknown): boolean =>
  typeof outcome === 'object' && outcome !== null && 'faulty' in outcome && outcome.faulty === true;
