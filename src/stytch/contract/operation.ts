/** Runtime description of an operation, compiled once: the position of each input, and the rules of its calls. */

import { toGraphName, toWire } from './names.ts';
import { type OperationSpec, operations } from './operations.ts';
import { type OwnerName, type Ownership, ownerNames, ownershipOf } from './owner-names.ts';
import { fillPath, pathParameters } from './path.ts';
import { type TrafficClass, traitsOf } from './traits.ts';
import type { OperationKey, RestMethod } from './types.ts';

/** Input by camelCase names. */
export type OperationInput = Readonly<Record<string, unknown>>;

/** An encoded request, without headers. */
export interface WireRequest {
  readonly path: string;
  readonly body: string | null;
  /** Every owner that path, query or body name, as sent. */
  readonly owners: readonly OwnerName[];
}

/**
 * Key of a read for in-flight deduplication, equal only for equal requests: whether there is a body follows from the
 * path.
 */
export const dedupeKeyOf = ({ path, body }: Pick<WireRequest, 'path' | 'body'>): string =>
  body === null ? path : `${path}\n${body}`;

/** One operation of the contract. */
export interface RestOperation {
  /** Its id in the contract. */
  readonly id: string;
  readonly class: TrafficClass;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Whether it changes nothing, so that it can be sent twice without harm. */
  readonly reads: boolean;
  /** Whether equal concurrent calls can share one response: a read that returns no secret. */
  readonly shareable: boolean;
  /** Whether it accepts the caller's session in its headers. */
  readonly session: boolean;
  readonly ownership: Ownership;
  /** Whether its host is that of the fraud operations. */
  readonly telemetry: boolean;
  /** Its path with `{names}` of parameters. */
  readonly template: string;
  /** Wire names of the inputs that name the subject of a request. */
  readonly about: readonly string[];
  /** Whether it causes a message. */
  readonly sends: boolean;
  /** Whether it takes a credential of a person, such as a password or a token. */
  readonly takesProof: boolean;
  /**
   * Puts each input, by its camelCase name, into path, query or body.
   *
   * @throws StytchError INVALID_INPUT for a value that cannot be part of a path
   */
  encode(input: OperationInput): WireRequest;
}

const known = new Map<string, RestOperation>();

/** The operation of a method and a path template. */
export function restOperation(method: RestMethod, template: string): RestOperation {
  const key = `${method} ${template}`;
  const operation = known.get(key) ?? compileOperation(method, template, key as OperationKey);
  known.set(key, operation);
  return operation;
}

const methods = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

function compileOperation(method: RestMethod, template: string, key: OperationKey): RestOperation {
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

/** Values that need no encoding in a query. */
const harmless = /^[A-Za-z0-9_-]+$/;

/**
 * Appends the query parameters that the input contains.
 *
 * @param names pairs of wire name and graph name
 */
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
