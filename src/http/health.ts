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

/** Milliseconds between two beats. */
const BEAT = 250;
/** Milliseconds beyond which a beat that is late is a stall: callers see every one of them as slowness. */
const SHORTEST_STALL = 700;
/** Milliseconds without a stall after which the event loop counts as recovered: as long as probes take to come round. */
const RECOVERY = 5_000;

/** The beat of the event loop. */
export interface EventLoopLagMonitor {
  /** Whether the event loop stands still, or did in the last seconds: then others should be given the requests. */
  isLagging(): boolean;
  stop(): void;
}

/**
 * Feels the pulse of this process. Its timer keeps no process alive.
 *
 * @param toleratedLag milliseconds that the event loop may lag without being too busy for requests; a stall is never shorter
 */
export function createPulse(toleratedLag = 0): EventLoopLagMonitor {
  const late = BEAT + Math.max(SHORTEST_STALL, toleratedLag);
  let beat = performance.now();
  let stall = Number.NEGATIVE_INFINITY;
  const feel = (): void => {
    const now = performance.now();
    if (now - beat > late) stall = now;
    beat = now;
  };
  const timer = setInterval(feel, BEAT).unref();
  return {
    isLagging: () => {
      const now = performance.now();
      // A probe may be the first that runs after a stall, before the timer does.
      return now - beat > late || now - stall < RECOVERY;
    },
    stop: () => clearInterval(timer),
  };
}
