import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { BreakerState } from '../src/stytch/client/observer.ts';
import {
  deadlineBeforeSend,
  type UpstreamFailure,
  type UpstreamResponse,
} from '../src/stytch/client/request-attempt.ts';
import { StytchError } from '../src/stytch/error.ts';
import { createBreaker } from '../src/stytch/resilience/circuit-breaker.ts';
import { defaultRules } from '../src/stytch/resilience/options.ts';

const answered: UpstreamResponse = { ok: true, body: {}, status: 200 };
const failed = (faulty: boolean, statusCode?: number): UpstreamFailure => ({
  ok: false,
  error: new StytchError({ code: 'UPSTREAM_UNAVAILABLE', message: 'no', statusCode }),
  retryRead: false,
  retryWrite: false,
  faulty,
});

const PAUSE = 1_000;

describe('the breaker of a class of calls', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const open = () => {
    const states: BreakerState[] = [];
    const rules = {
      ...defaultRules,
      failureRateThreshold: 0.5,
      windowMs: 10_000,
      minimumThroughput: 10,
      cooldownMs: PAUSE,
    };
    const breaker = createBreaker('read', rules, (_, state) => states.push(state));
    const call = (outcome: UpstreamResponse | UpstreamFailure): void => {
      expect(breaker.refusal()).toBeUndefined();
      breaker.end(breaker.begin(), outcome);
    };
    return { breaker, call, states };
  };

  const opened = () => {
    const all = open();
    for (let n = 0; n < 10; n += 1) all.call(failed(true));
    expect(all.states).toEqual(['open']);
    return all;
  };

  it('opens when most calls fail, and not for a few', () => {
    const { breaker, call, states } = open();
    for (let n = 0; n < 30; n += 1) call(n % 3 === 0 ? failed(true) : answered);
    expect(states).toEqual([]);
    for (let n = 0; n < 40 && states.length === 0; n += 1) call(failed(true));
    expect(states).toEqual(['open']);
    expect(breaker.refusal()?.facts).toMatchObject({ code: 'UPSTREAM_UNAVAILABLE', retryAfter: 1 });
  });

  it('does not open when Stytch rejects requests', () => {
    const { call, states } = open();
    for (let n = 0; n < 50; n += 1) call(failed(false, 404));
    expect(states).toEqual([]);
  });

  it('sends one probe after its cooldown, and closes when the probe succeeds', () => {
    const { breaker, states } = opened();
    vi.advanceTimersByTime(PAUSE);
    expect(breaker.refusal()).toBeUndefined();
    const tries = breaker.begin();
    expect(tries).toBe(true);
    expect(breaker.refusal()).toBeInstanceOf(StytchError);
    breaker.end(tries, failed(false, 404));
    expect(breaker.refusal()).toBeUndefined();
    expect(states).toEqual(['open', 'halfOpen', 'closed']);
  });

  it('opens for another pause when the try fails', () => {
    const { breaker, states } = opened();
    vi.advanceTimersByTime(PAUSE);
    breaker.end(breaker.begin(), failed(true));
    expect(breaker.refusal()).toBeInstanceOf(StytchError);
    vi.advanceTimersByTime(PAUSE - 1);
    expect(breaker.refusal()).toBeInstanceOf(StytchError);
    vi.advanceTimersByTime(1);
    expect(breaker.refusal()).toBeUndefined();
    expect(states).toEqual(['open', 'halfOpen', 'open']);
  });

  it('learns nothing from a try whose caller left: the next one may', () => {
    const { breaker, call, states } = opened();
    vi.advanceTimersByTime(PAUSE);
    breaker.end(breaker.begin(), deadlineBeforeSend());
    expect(states).toEqual(['open', 'halfOpen', 'open']);
    call(answered);
    expect(states).toEqual(['open', 'halfOpen', 'open', 'halfOpen', 'closed']);
  });

  it('ignores results of calls that began before it opened', () => {
    const { breaker, call, states } = open();
    const before = breaker.begin();
    for (let n = 0; n < 10; n += 1) call(failed(true));
    breaker.end(before, answered);
    breaker.end(before, failed(true));
    expect(states).toEqual(['open']);
  });
});
