/** Counters of the hostile suite: every request, its outcome, and any leak. */
import { afterAll, afterEach, expect } from 'vitest';
import type { GraphqlAnswer, RecordedCall } from '../gateway.ts';

/** The counters of one file; the reporter adds them up. */
export interface LeakTally {
  requests: number;
  refusedBeforeUpstream: number;
  canaries: number;
  crossTenantAnswers: number;
  serverErrors: number;
  /** Requests in the form that pages of other sites send, with and without cookies. */
  foreignRequests: number;
  /** Those of them that ran by a cookie, changed data, or had a readable response. */
  foreignLetIn: number;
}

declare module 'vitest' {
  interface TaskMeta {
    tally?: LeakTally;
  }
}

/** Starts the counters of this file. */
export function startLeakTally(): LeakTally {
  const tally: LeakTally = {
    requests: 0,
    refusedBeforeUpstream: 0,
    canaries: 0,
    crossTenantAnswers: 0,
    serverErrors: 0,
    foreignRequests: 0,
    foreignLetIn: 0,
  };
  afterEach(({ task }) => {
    task.file.meta.tally = { ...tally };
  });
  return tally;
}

/** Counts one request in the form that a page of another site sends. */
export function noteForeign(tally: LeakTally, isLetIn: boolean): void {
  tally.foreignRequests += 1;
  if (isLetIn) tally.foreignLetIn += 1;
}

/** At the end of this file, prints the number of foreign requests and of those that succeeded. */
export function reportForeign(tally: LeakTally, name: string): void {
  afterAll(() => console.log(`${name}: ${tally.foreignRequests} requests tried, ${tally.foreignLetIn} let in`));
}

/** Texts that must never be in any response. */
const always = ['Basic ', 'node_modules', '    at ', 'ECONN', 'undici', 'secret-test-', '/src/', 'file://'];

/** Counts one hostile request and fails the test if its response leaks. */
export function recordHostileRequest(
  tally: LeakTally,
  { data, errors, status }: GraphqlAnswer<unknown>,
  calls: readonly RecordedCall[],
  canaries: readonly string[],
  what: string,
): void {
  tally.requests += 1;
  if (calls.length === 0) tally.refusedBeforeUpstream += 1;
  if (status >= 500 || errors.some(({ extensions }) => extensions?.code === 'INTERNAL_SERVER_ERROR'))
    tally.serverErrors += 1;
  const answer = JSON.stringify({ data, errors });
  const leaked = always.filter((text) => answer.includes(text));
  const foreign = canaries.filter((text) => answer.includes(text));
  tally.canaries += leaked.length;
  tally.crossTenantAnswers += foreign.length > 0 ? 1 : 0;
  expect({ leaked, foreign, status: status < 500 }, what).toEqual({ leaked: [], foreign: [], status: true });
}
