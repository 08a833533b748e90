/** What is wrong within a response of Stytch: what it leaves out, and what has another form than the contract says. */
import { isRecord } from '../contract/record.ts';
import { StytchError } from '../error.ts';

/** A place in the graph that shows a property of a response. */
export interface Place {
  /** The GraphQL type, such as `Member`. */
  readonly type: string;
  /** The GraphQL field, such as `isAdmin`. */
  readonly field: string;
}

/**
 * A part of a response that cannot be read. Where its place may not be null, the zero value stands in, so that no sibling is
 * lost.
 */
export class UnreadableError extends StytchError {
  /** What the place shows; undefined where no value can stand in. */
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

/** Places whose log line was written, at most. The graph has fewer. */
const MAX_PLACES = 5_000;

/** The places of a gateway for which it was logged already that Stytch left something out. */
export class LoggedPlaces {
  readonly #places = new Set<string>();

  /** Whether a place comes for the first time. */
  add({ type, field }: Place): boolean {
    const place = `${type}.${field}`;
    if (this.#places.has(place) || this.#places.size >= MAX_PLACES) return false;
    this.#places.add(place);
    return true;
  }
}

/** Which call a response answered. */
interface Origin {
  readonly operation: string;
  readonly requestId: string | undefined;
}

/** Logs what is wrong within the responses of one request. */
export class ResponseFaults {
  readonly #warn: Warn;
  readonly #logged: LoggedPlaces;
  readonly #responses: { readonly operation: string; readonly body: object }[] = [];
  readonly #unreadable = new Map<string, Origin>();

  constructor(warn: Warn, logged: LoggedPlaces) {
    this.#warn = warn;
    this.#logged = logged;
  }

  /** Remembers a response, to tell later which call it answered. */
  responded(operation: string, body: object): void {
    this.#responses.push({ operation, body });
  }

  /** Logs that a zero value or null stands for what Stytch left out: once for each place and process. */
  absent(place: Place): void {
    if (this.#logged.add(place)) this.#warn('value missing from Stytch', named(place));
  }

  /** Logs that null stands for a value that its scalar cannot show: once for each place and process. */
  unshowable(place: Place): void {
    if (this.#logged.add(place)) this.#warn('unreadable value from Stytch', named(place));
  }

  /**
   * The error for a part that cannot be read. Logs it once for each place and request.
   *
   * @param holder the part, or the object that holds it: tells which call it came from
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
   * The items of a list. A missing list is empty, and items that are missing are left out, each with a log line.
   *
   * @param holder the object that holds the list
   * @throws UnreadableError if it is no list
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
   * A secret that a response always holds.
   *
   * @throws UnreadableError if it is missing or no text; where it may not be null, the empty text stands in
   */
  secret(value: string | null | undefined, place: Place, holder: unknown): string {
    if (typeof value !== 'string' || value === '') throw this.unreadable(place, holder, '');
    return value;
  }

  /** The texts of a list; others are left out. */
  texts(items: readonly string[] | null | undefined, place: Place, holder: unknown): readonly string[] {
    const present = this.list(items, place, holder);
    const texts = present.filter((item) => typeof item === 'string');
    if (texts.length < present.length) this.unreadable(place, holder);
    return texts;
  }

  /**
   * The item of a list that has an id; null if there is none.
   *
   * @throws UnreadableError if none has, and it may be one that cannot be read
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
   * An object that a response always holds.
   *
   * @throws UnreadableError if it is missing, or no object
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

/** Levels of a response in which the holder of a fault is looked for. */
const DEPTH_OF_SEARCH = 5;

function holds(body: unknown, wanted: unknown, depth: number): boolean {
  if (body === wanted) return true;
  if (depth === 0 || typeof body !== 'object' || body === null) return false;
  return Object.values(body).some((value) => holds(value, wanted, depth - 1));
}

const isAbsent = (item: unknown): boolean => item === null || item === undefined || item === '';

const named = ({ type, field }: Place): Readonly<Record<string, string>> => ({ field: `${type}.${field}` });

/** Stytch's id of the call that a response answered; undefined if it is not in the form of one. */
export function requestIdOf(body: object): string | undefined {
  const id: unknown = Reflect.get(body, 'request_id');
  // Logged, so taken only in the form that Stytch gives it.
  return typeof id === 'string' && /^[\w-]{1,100}$/.test(id) ? id : undefined;
}
