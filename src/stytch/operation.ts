/** What the client knows of an operation, worked out once: where each input goes, and by which rules it is called. */
import { classOf, type OperationClass } from './class.ts';
import { toWire } from './names.ts';
import { type OperationFacts, operations } from './operations.ts';
import { fillPath, pathParameters } from './path.ts';
import { handsOutSecrets, onlyReads } from './reads.ts';
import type { Method, OperationKey } from './rest.ts';

/** A request as it goes out, without its headers. */
export interface WireRequest {
  readonly path: string;
  readonly body: string | null;
}

/** One operation of the contract. */
export interface Operation {
  /** Its id in the contract. */
  readonly id: string;
  readonly class: OperationClass;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Whether it changes nothing, so that sending it twice does no harm. */
  readonly reads: boolean;
  /** Whether two who ask the same at a time may have one answer: a read that hands out no secret. */
  readonly shareable: boolean;
  /** Whether it takes a member's session. */
  readonly session: boolean;
  /** Whether it is served on the host for fraud operations. */
  readonly telemetry: boolean;
  /**
   * Puts each input, by its camelCase name, where the contract wants it: path, query or body.
   *
   * @throws StytchError INVALID_INPUT for what cannot be part of a path
   */
  encode(input: object): WireRequest;
}

const known = new Map<string, Operation>();

/** The operation under a method and a path template. */
export function operationAt(method: Method, template: string): Operation {
  const key = `${method} ${template}`;
  const operation = known.get(key) ?? describe(method, template, operations[key as OperationKey]);
  known.set(key, operation);
  return operation;
}

const methods = { get: 'GET', post: 'POST', put: 'PUT', delete: 'DELETE' } as const;

function describe(method: Method, template: string, facts: OperationFacts): Operation {
  const inPath = pathParameters(template);
  const notInBody = [...inPath, ...facts.query];
  const hasBody = method === 'post' || method === 'put';
  const reads = onlyReads(method, facts.id);
  return {
    id: facts.id,
    class: classOf(method, template),
    method: methods[method],
    reads,
    shareable: reads && !handsOutSecrets(template),
    session: facts.session,
    telemetry: facts.host !== undefined,
    encode(input) {
      const wire = toWire(input) as Record<string, unknown>;
      const path = fillPath(template, wire);
      const asked = facts.query.filter((name) => wire[name] !== undefined);
      const query = asked.map((name): [string, string] => [name, String(wire[name])]);
      if (!hasBody) return { path: withQuery(path, query), body: null };
      for (const name of notInBody) delete wire[name];
      return { path: withQuery(path, query), body: JSON.stringify(wire) };
    },
  };
}

const withQuery = (path: string, query: [string, string][]): string =>
  query.length > 0 ? `${path}?${new URLSearchParams(query)}` : path;
