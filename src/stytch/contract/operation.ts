/** What the client knows of an operation, worked out once: where each input goes, and by which rules it is called. */

import { toGraphName, toWire } from './names.ts';
import { type OperationSpec, operations } from './operations.ts';
import { type OwnerName, type Ownership, ownerNames, ownershipOf } from './owner-names.ts';
import { fillPath, pathParameters } from './path.ts';
import { type TrafficClass, traitsOf } from './traits.ts';
import type { OperationKey, RestMethod } from './types.ts';

/** An input, by camelCase names. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** A request as it goes out, without its headers. */
export interface WireRequest {
  readonly path: string;
  readonly body: string | null;
  /** Every owner that path, query or body name, as they are sent. */
  readonly owners: readonly OwnerName[];
}

/** A text for a request that only reads, the same for equal ones alone: the others have a body, or none, by their path. */
export const dedupeKeyOf = ({ path, body }: Pick<WireRequest, 'path' | 'body'>): string =>
  body === null ? path : `${path}\n${body}`;

/** One operation of the contract. */
export interface Operation {
  /** Its id in the contract. */
  readonly id: string;
  readonly class: TrafficClass;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Whether it changes nothing, so that sending it twice does no harm. */
  readonly reads: boolean;
  /** Whether two who ask the same at a time may have one answer: a read that hands out no secret. */
  readonly shareable: boolean;
  /** Whether it takes the caller's session in its headers. */
  readonly session: boolean;
  readonly ownership: Ownership;
  /** Whether it is served on the host for fraud operations. */
  readonly telemetry: boolean;
  /** Its path with `{names}` of parameters. */
  readonly template: string;
  /** Wire names of the inputs that say whom a request is about. */
  readonly about: readonly string[];
  /** Whether it has a message sent. */
  readonly sends: boolean;
  /** Whether it takes something that proves who a person is, such as a password or a token. */
  readonly takesProof: boolean;
  /**
   * Puts each input, by its camelCase name, where the contract wants it: path, query or body.
   *
   * @throws StytchError INVALID_INPUT for what cannot be part of a path
   */
  encode(input: OperationInput): WireRequest;
}

const known = new Map<string, Operation>();

/** The operation under a method and a path template. */
export function operationAt(method: RestMethod, template: string): Operation {
  const key = `${method} ${template}`;
  const operation = known.get(key) ?? compileOperation(method, template, key as OperationKey);
  known.set(key, operation);
  return operation;
}

const methods = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

function compileOperation(method: RestMethod, template: string, key: OperationKey): Operation {
  const facts: OperationSpec = operations[key];
  const { reads, class: trafficClass, secret, about, sends, counts } = traitsOf(key);
  const inPath = new Set(pathParameters(template));
  const inQuery = facts.query.map((name) => [name, toGraphName(name)] as const);
  const hasBody = method === 'post' || method === 'put';
  const ownersIn = ownerNames(facts.owners);
  const elsewhere: ReadonlySet<string> = new Set([...inPath, ...facts.query]);
  return {
    id: facts.id,
    class: trafficClass,
    method: methods[method],
    reads,
    shareable: reads && !secret,
    session: facts.session,
    ownership: ownershipOf(facts, about),
    telemetry: facts.host !== undefined,
    template,
    about,
    sends,
    takesProof: counts?.as === 'attempt',
    encode(input) {
      const path = withQuery(fillPath(method, template, input), inQuery, input);
      const body = hasBody ? toWire(input, elsewhere) : null;
      return {
        path,
        body: hasBody ? JSON.stringify(body) : null,
        owners: ownersIn(input, body),
      };
    },
  };
}

/** Values that are the same in a query, encoded or not. */
const harmless = /^[A-Za-z0-9_-]+$/;

/** Adds the query parameters that an input gives, each of which has its name on the wire and in the graph. */
function withQuery(path: string, names: readonly (readonly [string, string])[], input: OperationInput): string {
  let all = path;
  for (const [wireName, name] of names) {
    const value = toWire(input[name]);
    if (value === undefined || value === null) continue;
    const text = String(value);
    const encoded = harmless.test(text) ? `${wireName}=${text}` : new URLSearchParams([[wireName, text]]);
    all += `${all === path ? '?' : '&'}${encoded}`;
  }
  return all;
}
