/** Faults in a response of Stytch: missing values, and values of another form than the contract specifies. */
import { isRecord } from '../contract/record.ts';
import { StytchError } from '../error.ts';

/** A position in the graph that exposes a property of a response. */
export interface Place {
  /** The GraphQL type, such as `Member`. */
  readonly type: string;
  /** The GraphQL field, such as `isAdmin`. */
  readonly field: string;
}

/**
 * A part of a response that cannot be read. If its field is non-null, the zero value replaces it, so that siblings are
 * kept.
 */
export class UnreadableError extends StytchError {
  /** The replacement value; undefined if there is none. */
  readonly standIn: unknown;

  constructor({ type, field }: Place, requestId: string | undefined, standIn?: unknown) {
    super({
      code: 'BAD_UPSTREAM_RESPONSE',
      message: `The response from Stytch could not be read at \`${type}.${field}\`.`,
      requestId,
    });
    this.standIn = standIn;
  }
}

type Warn = (message: string, fields: Readonly<Record<string, string | undefined>>) => void;

/** Max positions whose log line was written. The graph has fewer. */
const MAX_PLACES = 5_000;

/** Positions of a gateway for which a missing value was logged. */
export class LoggedPlaces {
  readonly #places = new Set<string>();

  /** Whether the position was not logged before. */
  add({ type, field }: Place): boolean {
    const place = `${type}.${field}`;
    if (this.#places.has(place) || this.#places.size >= MAX_PLACES) return false;
    this.#places.add(place);
    return true;
  }
}

/** The call of a response. */
interface Origin {
  readonly operation: string;
  readonly requestId: string | undefined;
}

/** Logs faults in the responses of one request. */
export class ResponseFaults {
  readonly #warn: Warn;
  readonly #logged: LoggedPlaces;
  readonly #responses: { readonly operation: string; readonly body: object }[] = [];
  readonly #unreadable = new Map<string, Origin>();

  constructor(warn: Warn, logged: LoggedPlaces) {
    this.#warn = warn;
    this.#logged = logged;
  }

  /** Records a response, so that a fault can be attributed to its call. */
  responded(operation: string, body: object): void {
    this.#responses.push({ operation, body });
  }

  /** Logs that a zero value or null replaces a missing value: once per position and process. */
  absent(place: Place): void {
    if (this.#logged.add(place)) this.#warn('value missing from Stytch', named(place));
  }

  /** Logs that null replaces a value that its scalar cannot represent: once per position and process. */
  unshowable(place: Place): void {
    if (this.#logged.add(place)) this.#warn('unreadable value from Stytch', named(place));
  }

  /**
   * The error for a part that cannot be read. Logs it once per position and request.
   *
   * @param holder the part, or the object that contains it: identifies the call
   */
  unreadable(place: Place, holder: unknown, standIn?: unknown): UnreadableError {
    const name = `${place.type}.${place.field}`;
    let origin = this.#unreadable.get(name);
    if (!origin) {
      origin = this.#originOf(holder);
      this.#unreadable.set(name, origin);
      this.#warn('unreadable response from Stytch', { ...origin, type: place.type, ...named(place) });
    }
    return new UnreadableError(place, origin.requestId, standIn);
  }

  /**
   * The items of a list. A missing list becomes empty, and missing items are omitted, each with a log line.
   *
   * @param holder the object that contains the list
   * @throws UnreadableError if it is not a list
   */
  list<Item>(items: readonly Item[] | null | undefined, place: Place, holder: unknown): readonly Item[] {
    if (items === null || items === undefined) {
      this.absent(place);
      return [];
    }
    if (!Array.isArray(items)) throw this.unreadable(place, holder);
    if (!items.some(isAbsent)) return items;
    this.absent(place);
    return items.filter((item) => !isAbsent(item));
  }

  /**
   * A secret that a response always contains.
   *
   * @throws UnreadableError if it is missing or not a string; in a non-null field the empty string replaces it
   */
  secret(value: string | null | undefined, place: Place, holder: unknown): string {
    if (typeof value !== 'string' || value === '') throw this.unreadable(place, holder, '');
    return value;
  }

  /** The strings of a list; other items are omitted and logged. */
  texts(items: readonly string[] | null | undefined, place: Place, holder: unknown): readonly string[] {
    const present = this.list(items, place, holder);
    const texts = present.filter((item) => typeof item === 'string');
    if (texts.length < present.length) this.unreadable(place, holder);
    return texts;
  }

  /**
   * The item of a list with an id; null if there is none.
   *
   * @throws UnreadableError if there is none and an unreadable item could be the one
   */
  find<Item extends object, Name extends keyof Item>(
    items: readonly Item[],
    name: Name,
    id: Item[Name],
    place: Place,
  ): Item | null {
    const found = items.find((item) => isRecord(item) && item[name] === id);
    if (found) return found;
    if (items.every((item) => isRecord(item) && typeof item[name] === 'string' && item[name] !== '')) return null;
    throw this.unreadable(place, items);
  }

  /**
   * An object that a response always contains.
   *
   * @throws UnreadableError if it is missing or not an object
   */
  object<Value extends object>(value: Value | null | undefined, place: Place, holder: unknown): Value {
    if (!isRecord(value)) throw this.unreadable(place, holder);
    return value;
  }

  #originOf(holder: unknown): Origin {
    const [only, ...others] = this.#responses;
    const found =
      only && others.length === 0 ? only : this.#responses.find(({ body }) => holds(body, holder, DEPTH_OF_SEARCH));
    if (found) return { operation: found.operation, requestId: requestIdOf(found.body) };
    return {
      operation: [...new Set(this.#responses.map(({ operation }) => operation))].join(' '),
      requestId: undefined,
    };
  }
}

/** Max depth of a response in which the holder of a fault is searched. */
const DEPTH_OF_SEARCH = 5;

function holds(body: unknown, wanted: unknown, depth: number): boolean {
  if (body === wanted) return true;
  if (depth === 0 || typeof body !== 'object' || body === null) return false;
  return Object.values(body).some((value) => holds(value, wanted, depth - 1));
}

const isAbsent = (item: unknown): boolean => item === null || item === undefined || item === '';

const named = ({ type, field }: Place): Readonly<Record<string, string>> => ({ field: `${type}.${field}` });

/** Stytch's request id of a response; undefined if it does not have that form. */
export function requestIdOf(body: object): string | undefined {
  const id: unknown = Reflect.get(body, 'request_id');
  // It is logged, so only the form that Stytch uses is accepted.
  return typeof id === 'string' && /^[\w-]{1,100}$/.test(id) ? id : undefined;
}
