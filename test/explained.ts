/** A request that is sent with `X-Explain: on`, and its explanation held against the calls that Stytch received. */
import { expect } from 'vitest';
import { operations } from '../src/stytch/contract/operations.ts';
import type { Explanation } from '../src/telemetry/explanation.ts';
import type { Base, QueryOptions, RecordedCall } from './assemble.ts';

export const EXPLAIN_ON = { 'x-explain': 'on' };

/** The explanation of a response; fails the test if there is none. */
export function explanationIn(extensions: Readonly<Record<string, unknown>> | undefined): Explanation {
  const explain = extensions?.['explain'];
  if (!explain) throw new Error(`not explained: ${JSON.stringify(extensions)}`);
  // As it came over the socket; tests say what they expect in it.
  return explain as Explanation;
}

/** Sends a request with the header; gives its explanation and the codes of its errors. */
export async function explained<Name extends string>(
  g: Base<Name>,
  document: string,
  options: QueryOptions<Name> = {},
): Promise<Explanation & { errors: string[]; status: number }> {
  const { errors, extensions, status } = await g.query(document, { ...options, headers: EXPLAIN_ON });
  const explain = explanationIn(extensions);
  expect(explain.calls.map(sent).sort()).toEqual(g.calls.map(received).sort());
  return { ...explain, errors: errors.map((error) => error.extensions.code), status };
}

const templates: ReadonlyMap<string, string> = new Map(Object.entries(operations).map(([name, { id }]) => [id, name]));
const sent = ({ operation, method, path, status }: Explanation['calls'][number]) =>
  `${operation} ${method.toLowerCase()} ${path} ${status}`;
/** A call as Stytch received it, to be compared with one that is shown. */
export const received = ({ id, status }: RecordedCall) => `${id} ${templates.get(id)} ${status}`;

/** What is the same in each run of a query. */
export const shape = ({ calls }: Explanation) =>
  calls.map(({ round, method, path, fields, batchedIds, attempts }) => ({
    call: `${method} ${path}`,
    round,
    fields,
    ...(batchedIds > 0 ? { batchedIds } : {}),
    ...(attempts === 1 ? {} : { attempts }),
  }));
