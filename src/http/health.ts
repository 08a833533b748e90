/** Liveness and readiness probes. */
import type { Plugin } from 'graphql-yoga';
import { JSON_TYPE } from './security-headers.ts';

/**
 * `GET /live` returns 200 while the process runs; `GET /ready` returns 200 while the gateway should receive requests,
 * else 503. The responses contain no version and no settings.
 */
export const healthPlugin = (ready: () => boolean): Plugin => ({
  onRequest({ request, url, endResponse, fetchAPI }) {
    if (request.method !== 'GET' && request.method !== 'HEAD') return;
    const answer = (facts: object, status: number): void => {
      const response = fetchAPI.Response.json(facts, { status, headers: { 'content-type': JSON_TYPE } });
      endResponse(request.method === 'HEAD' ? new fetchAPI.Response(null, response) : response);
    };
    if (url.pathname === '/live') answer({ live: true }, 200);
    if (url.pathname === '/ready') {
      const isReady = ready();
      answer({ ready: isReady }, isReady ? 200 : 503);
    }
  },
});

/** Milliseconds between two checks of the event loop. */
const CHECK_INTERVAL_MS = 250;
/** Milliseconds by which a check must be late to count as a stall, long enough for callers to notice. */
const MIN_STALL_MS = 700;
/** Milliseconds without a stall after which the event loop counts as recovered: a usual interval between probes. */
const RECOVERY_MS = 5_000;

/** Monitors event-loop lag. */
export interface EventLoopLagMonitor {
  /** Whether the event loop is stalled, or was within the last 5 s. Other gateways should then receive the requests. */
  isLagging(): boolean;
  stop(): void;
}

/**
 * Measures event-loop lag by a timer, which does not keep the process alive.
 *
 * @param toleratedLag milliseconds of lag at which the gateway still accepts requests; a stall is never shorter
 */
export function createEventLoopLagMonitor(toleratedLag = 0): EventLoopLagMonitor {
  const late = CHECK_INTERVAL_MS + Math.max(MIN_STALL_MS, toleratedLag);
  let lastCheck = performance.now();
  let stall = Number.NEGATIVE_INFINITY;
  const check = (): void => {
    const now = performance.now();
    if (now - lastCheck > late) stall = now;
    lastCheck = now;
  };
  const timer = setInterval(check, CHECK_INTERVAL_MS).unref();
  return {
    isLagging: () => {
      const now = performance.now();
      // A probe may run after a stall before the timer does.
      return now - lastCheck > late || now - stall < RECOVERY_MS;
    },
    stop: () => clearInterval(timer),
  };
}
