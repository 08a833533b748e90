/** Sends a request with `X-Explain: on`, and compares its explanation with the calls that Stytch received. */
import { expect } from 'vitest';
import { operations } from '../src/stytch/contract/operations.ts';
import type { Explanation } from '../src/telemetry/explanation.ts';
import type { Base, QueryOptions, RecordedCall } from './assemble.ts';

export const EXPLAIN_ON = { 'x-explain': 'on' };

/** The explanation of a response; fails the test if there is none. */
export function explanationIn(extensions: Readonly<Record<string, unknown>> | undefined): Explanation {
  const explain = extensions?.['explain'];
  if (!explain) throw new Error(`not explained: ${JSON.stringify(extensions)}`);
  // The tests assert its content.
  return explain as Explanation;
}

/** Sends a request with the header; returns its explanation and the codes of its errors. */
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
/** A call that Stytch received, in a form that is comparable with an explained call. */
export const received = ({ id, status }: RecordedCall) => `${id} ${templates.get(id)} ${status}`;

/** The part of an explanation that is equal in each run of a query. */
export const shape = ({ calls }: Explanation) =>
  calls.map(({ round, method, path, fields, batchedIds, attempts }) => ({
    call: `${method} ${path}`,
    round,
    fields,
    ...(batchedIds > 0 ? { batchedIds } : {}),
    ...(attempts === 1 ? {} : { attempts }),
  }));
