/** Whether requests should be sent here, as probes ask. */
import type { Plugin } from 'graphql-yoga';
import { JSON_TYPE } from './security-headers.ts';

/**
 * `GET /live` answers as long as the process runs; `GET /ready` only while it should be given requests. They tell the
 * truth and nothing else: no version, no settings.
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
/** Milliseconds beyond which a check that is late is a stall: callers see every one of them as slowness. */
const MIN_STALL_MS = 700;
/** Milliseconds without a stall after which the event loop counts as recovered: as long as probes take to come round. */
const RECOVERY_MS = 5_000;

/** The lag of the event loop. */
export interface EventLoopLagMonitor {
  /** Whether the event loop stands still, or did in the last seconds: then others should be given the requests. */
  isLagging(): boolean;
  stop(): void;
}

/**
 * Watches the lag of the event loop by a timer. The timer keeps no process alive.
 *
 * @param toleratedLag milliseconds that the event loop may lag without being too busy for requests; a stall is never shorter
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
      // A probe may be the first that runs after a stall, before the timer does.
      return now - lastCheck > late || now - stall < RECOVERY_MS;
    },
    stop: () => clearInterval(timer),
  };
}
