/** What the hostile suite counts: every request it sends, what became of it, and whether anything leaked. */
import { afterAll, afterEach, expect } from 'vitest';
import type { GraphqlAnswer, RecordedCall } from '../gateway.ts';

/** The figures of one file; the reporter adds them up. */
export interface LeakTally {
  requests: number;
  refusedBeforeUpstream: number;
  canaries: number;
  crossTenantAnswers: number;
  serverErrors: number;
  /** Requests as pages of other sites send them, with cookies and without. */
  foreignRequests: number;
  /** Those of them that ran by a cookie, changed something, or could be read. */
  foreignLetIn: number;
}

declare module 'vitest' {
  interface TaskMeta {
    tally?: LeakTally;
  }
}

/** Begins to count for this file. */
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

/** Counts one request as a page of another site sends it. */
export function noteForeign(tally: LeakTally, isLetIn: boolean): void {
  tally.foreignRequests += 1;
  if (isLetIn) tally.foreignLetIn += 1;
}

/** Prints at the end of this file how many requests of foreign pages were sent, and how many were let in. */
export function reportForeign(tally: LeakTally, name: string): void {
  afterAll(() => console.log(`${name}: ${tally.foreignRequests} requests tried, ${tally.foreignLetIn} let in`));
}

/** What must never be in any answer, whatever was asked. */
const always = ['Basic ', 'node_modules', '    at ', 'ECONN', 'undici', 'secret-test-', '/src/', 'file://'];

/** Counts one hostile request and fails the test when its answer tells anything it must not. */
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
