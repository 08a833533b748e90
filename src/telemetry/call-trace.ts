/**
 * The Stytch calls of one request, and the fields of its document that caused them. Created only for requests with
 * X-Explain. It contains no input values, no ids of people and no expanded paths.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { CallOptions } from '../stytch/client/call.ts';
import type { CallReport } from '../stytch/client/observer.ts';
import { requestIdOf } from '../stytch/client/response-faults.ts';
import type { RestOperation } from '../stytch/contract/operation.ts';
import { StytchError } from '../stytch/error.ts';
import type { ReusedObjects, TracedCall } from './explanation.ts';
import type { Outcome } from './outcome.ts';

/** One or several response positions that need the same call: `members.nodes.0.organization`. */
export class WantedBy {
  readonly places = new Set<string>();
  /** Highest round of the finished calls for these positions; 0 if there is none. */
  round = 0;
}

/** The reason for a call. */
interface Purpose {
  readonly wanted: readonly WantedBy[];
  readonly batchedIds: number;
  /** The operation that the field would call. */
  readonly operation: string | null;
}

const NO_PURPOSE: Purpose = { wanted: [], batchedIds: 0, operation: null };

/** AsyncLocalStorage follows callbacks and promises, so a call knows its field without a parameter. */
const purposes = new AsyncLocalStorage<Purpose>();

interface CallRecord {
  readonly operation: Pick<RestOperation, 'id' | 'method' | 'template'>;
  readonly wanted: WantedBy[];
  readonly batchedIds: number;
  readonly round: number;
  readonly begun: number;
  report?: CallReport;
  end?: { readonly at: number; readonly outcome: Outcome; readonly status?: number; readonly requestId?: string };
}

/** `members.nodes.0.organization` -> `members.nodes.organization`. No response name begins with a digit. */
const fieldOf = (place: string): string => place.replace(/\.\d+(?=\.|$)/g, '');

export class CallTrace {
  readonly #begun = Date.now();
  readonly #records: CallRecord[] = [];
  /** The last call by its key, to which equal reads of the request are added. */
  readonly #byKey = new Map<string, CallRecord>();
  /** By root field: the last finished round when the field started. */
  readonly #bases = new Map<string, number>();
  /** By response position: the last finished round. */
  readonly #reached = new Map<string, number>();
  readonly #reused: { readonly place: string; readonly operation: string | null }[] = [];
  #lastRound = 0;

  /**
   * Runs a resolver and attributes the calls that it causes to its field.
   *
   * @param path keys from the root of the response
   * @param operation id of the REST operation that the field calls
   */
  inField<Result>(path: readonly (string | number)[], operation: string | null, run: () => Result): Result {
    const root = String(path[0]);
    if (!this.#bases.has(root)) this.#bases.set(root, this.#lastRound);
    const wanted = new WantedBy();
    wanted.places.add(path.join('.'));
    return purposes.run({ wanted: [wanted], batchedIds: 0, operation }, run);
  }

  /** Runs a batched fetch and attributes its calls to all fields that requested one of its keys. */
  inBatch<Result>(wanted: readonly WantedBy[], run: () => Result): Result {
    return purposes.run({ wanted, batchedIds: wanted.length, operation: null }, run);
  }

  /** Adds the positions of the running field to `wantedBy`. */
  addTo(wantedBy: WantedBy): void {
    for (const { places } of this.#purpose().wanted) {
      for (const place of places) {
        wantedBy.places.add(place);
        if (wantedBy.round > 0) this.#reach(place, wantedBy.round);
      }
    }
  }

  /** Records that the running field found its object in the response to another call. */
  reused(): void {
    const { wanted, operation } = this.#purpose();
    for (const { places } of wanted) for (const place of places) this.#reused.push({ place, operation });
  }

  /** Adds the running field to an earlier call with the same key. */
  joins(key: string): void {
    const record = this.#byKey.get(key);
    if (!record) return;
    for (const wanted of this.#purpose().wanted) {
      record.wanted.push(wanted);
      if (record.end) this.#end(wanted, record.round);
    }
  }

  /**
   * Sends a call and records it.
   *
   * @param key identifies equal calls, for `joins`
   */
  follow(
    operation: RestOperation,
    key: string,
    options: CallOptions,
    send: (options: CallOptions) => Promise<object>,
  ): Promise<object> {
    const { wanted, batchedIds } = this.#purpose();
    const round = 1 + this.#roundBefore(wanted);
    const record: CallRecord = { operation, wanted: [...wanted], batchedIds, round, begun: Date.now() };
    this.#records.push(record);
    this.#byKey.set(key, record);
    const answer = send({
      ...options,
      observe: (report) => {
        record.report = report;
        options.observe?.(report);
      },
    });
    // This handler runs before those of the caller, so that its next calls belong to a later round.
    answer.then(
      (body) => {
        const requestId = requestIdOf(body);
        const status: unknown = Reflect.get(body, 'status_code');
        this.#ended(record, {
          at: Date.now(),
          outcome: 'ok',
          ...(typeof status === 'number' ? { status } : {}),
          ...(requestId ? { requestId } : {}),
        });
      },
      (cause: unknown) => {
        const facts = cause instanceof StytchError ? cause.facts : undefined;
        this.#ended(record, {
          at: Date.now(),
          outcome: facts?.code ?? 'INTERNAL_SERVER_ERROR',
          ...(facts?.statusCode === undefined ? {} : { status: facts.statusCode }),
          ...(facts?.requestId === undefined ? {} : { requestId: facts.requestId }),
        });
      },
    );
    return answer;
  }

  /** Returns the calls so far, in the order in which they started. */
  calls(): TracedCall[] {
    return this.#records.map(
      ({ operation: { id, method, template }, wanted, batchedIds, round, begun, report, end }) => ({
        operation: id,
        method,
        path: template,
        round,
        fields: [...new Set(wanted.flatMap(({ places }) => [...places].map(fieldOf)))],
        batchedIds,
        shared: end !== undefined && report === undefined,
        outcome: report?.outcome ?? end?.outcome ?? 'unfinished',
        status: report?.status ?? end?.status ?? null,
        attempts: report?.attempts ?? 0,
        startMs: begun - this.#begun,
        ms: end ? end.at - begun : null,
        requestId: plainId(report?.requestId ?? end?.requestId),
      }),
    );
  }

  /**
   * Returns the objects reused from other responses, by field. Objects fetched by a call of the same field are
   * excluded.
   */
  reusedObjects(): ReusedObjects[] {
    const fetched = new Set(this.#records.flatMap(({ wanted }) => wanted.flatMap(({ places }) => [...places])));
    const found = new Map<string, { field: string; operation: string | null; count: number }>();
    for (const { place, operation } of this.#reused) {
      const field = fieldOf(place);
      // A prefetched position below a list has no index.
      if (fetched.has(place) || fetched.has(field)) continue;
      const entry = found.get(field) ?? { field, operation, count: 0 };
      found.set(field, entry);
      entry.count += 1;
    }
    return [...found.values()];
  }

  #purpose(): Purpose {
    return purposes.getStore() ?? NO_PURPOSE;
  }

  #ended(record: CallRecord, end: NonNullable<CallRecord['end']>): void {
    record.end = end;
    this.#lastRound = Math.max(this.#lastRound, record.round);
    for (const wanted of record.wanted) this.#end(wanted, record.round);
  }

  #end(wanted: WantedBy, round: number): void {
    wanted.round = Math.max(wanted.round, round);
    for (const place of wanted.places) this.#reach(place, round);
  }

  #reach(place: string, round: number): void {
    this.#reached.set(place, Math.max(this.#reached.get(place) ?? 0, round));
  }

  /**
   * The last round that had to finish before the calls of these positions: that of the root field, of the parent
   * fields, or of an earlier call.
   */
  #roundBefore(wanted: readonly WantedBy[]): number {
    if (wanted.length === 0) return this.#lastRound;
    let round = 0;
    for (const { places } of wanted) {
      for (const place of places) {
        for (let above = place; above !== ''; above = above.slice(0, Math.max(0, above.lastIndexOf('.')))) {
          round = Math.max(round, this.#reached.get(above) ?? 0);
        }
        round = Math.max(round, this.#bases.get(place.split('.', 1)[0] ?? '') ?? 0);
      }
    }
    return round;
  }
}

/** Returns an id only if it has the form of a Stytch request id, otherwise null. */
const plainId = (id: string | undefined): string | null => (id !== undefined && /^[\w-]{1,100}$/.test(id) ? id : null);
