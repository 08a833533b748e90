/**
 * Lazy JSON: parses property values on access. Stytch sends whole objects, about 2 KB per member, of which a client
 * selects a few fields; the others are skipped and cost no strings, objects or garbage collection.
 */

import { FREE_FORM_PROPERTIES } from '../contract/names.ts';
import { StytchError } from '../error.ts';
import { parseJson } from './exact-numbers.ts';
import { ObjectShape } from './object-shape.ts';

/**
 * Levels of objects that are parsed lazily: a response, a list or map in it, and the objects in that. Deeper values,
 * and those of free-form properties, are parsed whole.
 */
const LEVELS = 3;

const TAB = 0x09;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const BACKSLASH = 0x5c;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;
const ASCII = 0x7f;

/** The kind of a value, in the low bits of its start offset. */
const KIND_BITS = 2;
const KINDS = (1 << KIND_BITS) - 1;
/** A string without escapes, ASCII only. */
const AS_WRITTEN = 0;
/** Any text for parseJson. */
const TEXT = 1;
/** A parsed value; its index replaces the start offset. */
const KNOWN = 2;

/** Numbers per property: the start of its value (with its kind), and the end. */
const WIDTH = 2;

/**
 * Parses JSON like JSON.parse, except that objects parse a property on access and that the result is immutable. For
 * duplicate names it returns either value, which RFC 8259, section 4, allows.
 *
 * @param bytes the text in UTF-8; the result keeps a reference, so do not reuse them
 * @throws StytchError BAD_UPSTREAM_RESPONSE for a malformed text. An error inside a skipped value is thrown when it is
 *   read
 */
export function parseLazyJson(bytes: Buffer): unknown {
  return new JsonScanner(bytes).read();
}

/** Longer values are not interned: duplicates are unlikely. */
const MAX_INTERNED_LENGTH = 512;

const NO_OFFSETS = new Int32Array();

/** A text with the offsets of its properties. */
class JsonText {
  readonly #bytes: Buffer;
  /** WIDTH numbers per property, those of an object in sequence; set after the scan. */
  #properties: Int32Array = NO_OFFSETS;
  /** Index of this text's first number. */
  #first = 0;
  readonly known: unknown[] = [];
  /** Interned values by their text. */
  #alike: Map<string, unknown> | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes over the offsets after the scan. */
  take(numbers: Numbers): void {
    [this.#properties, this.#first] = numbers.keep();
  }

  /**
   * The value of a property. Parsed once; later calls return the same value.
   *
   * @param place index of the property in the text, from 0
   */
  value(place: number): unknown {
    const { known } = this;
    const properties = this.#properties;
    const property = this.#first + place * WIDTH;
    const begin = properties[property] ?? 0;
    if ((begin & KINDS) === KNOWN) return known[begin >> KIND_BITS];
    const value = this.valueAt(begin, properties[property + 1] ?? 0);
    properties[property] = ((known.push(value) - 1) << KIND_BITS) | KNOWN;
    return value;
  }

  valueAt(begin: number, end: number): unknown {
    const from = begin >> KIND_BITS;
    switch (begin & KINDS) {
      case AS_WRITTEN:
        return this.#bytes.toString('latin1', from + 1, end - 1);
      case KNOWN:
        return this.known[from];
      default:
        return this.#word(from, end) ?? this.#nested(this.#bytes.toString('utf8', from, end));
    }
  }

  /** Interns equal texts: a hundred members share a few lists of roles. Hence the values are immutable. */
  #nested(text: string): unknown {
    if (text.length > MAX_INTERNED_LENGTH) return parse(text);
    this.#alike ??= new Map();
    const known = this.#alike.get(text);
    if (known !== undefined) return known;
    const value = parse(text);
    this.#alike.set(text, value);
    return value;
  }

  /** `true` or `false` without allocating a string, since they are frequent; undefined for any other value. */
  #word(from: number, end: number): boolean | undefined {
    if (end - from === 5 && says(this.#bytes, from, 'false')) return false;
    return end - from === 4 && says(this.#bytes, from, 'true') ? true : undefined;
  }
}

/** Whether the bytes at an offset equal an ASCII text. */
function says(bytes: Buffer, from: number, ascii: string): boolean {
  for (let n = 0; n < ascii.length; n += 1) if (bytes[from + n] !== ascii.charCodeAt(n)) return false;
  return true;
}

/** parseJson with an error that does not quote the text. */
function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw malformed();
  }
}

const malformed = (): StytchError =>
  new StytchError({ code: 'BAD_UPSTREAM_RESPONSE', message: 'A part of the response from Stytch could not be read.' });

/** An object in a text. */
class LazyObject {
  readonly #text: JsonText;
  readonly #shape: ObjectShape;
  /** Index of its first property in the text. */
  readonly #first: number;

  constructor(text: JsonText, shape: ObjectShape, first: number) {
    this.#text = text;
    this.#shape = shape;
    this.#first = first;
  }

  has(name: string): boolean {
    return this.#shape.placeOf(name) !== undefined;
  }

  get(name: string): unknown {
    const place = this.#shape.placeOf(name);
    return place === undefined ? undefined : this.#text.value(this.#first + place);
  }

  names(): Iterable<string> {
    return this.#shape.names();
  }
}

/**
 * Makes a LazyObject behave like the plain object. Its properties are immutable; symbols can be set, which Pothos uses
 * to mark the type of an object.
 */
const appearance: ProxyHandler<LazyObject> = {
  get(lazy, name) {
    if (typeof name === 'symbol') return Reflect.get(lazy, name);
    const own = lazy.get(name);
    return own === undefined ? Reflect.get(Object.prototype, name) : own;
  },
  has: (lazy, name) => (typeof name === 'symbol' ? name in lazy : lazy.has(name) || name in Object.prototype),
  ownKeys: (lazy) => [...lazy.names(), ...Reflect.ownKeys(lazy)],
  getOwnPropertyDescriptor(lazy, name) {
    if (typeof name === 'symbol') return Reflect.getOwnPropertyDescriptor(lazy, name);
    if (!lazy.has(name)) return undefined;
    return { value: lazy.get(name), enumerable: true, configurable: true, writable: false };
  },
  defineProperty: (lazy, name, property) => typeof name === 'symbol' && Reflect.defineProperty(lazy, name, property),
  set: (lazy, name, value) => typeof name === 'symbol' && Reflect.set(lazy, name, value),
  deleteProperty: (lazy, name) => typeof name === 'symbol' && Reflect.deleteProperty(lazy, name),
  getPrototypeOf: () => Object.prototype,
  setPrototypeOf: () => false,
};

/** Max numbers retained for the next text; a larger array is freed. */
const KEPT = 256 * 1024;

/** Size of the array that several small texts share: one array per text would take as long as the scan. */
const SLAB_SIZE = 16 * 1024;
let shelf = new Int32Array(SLAB_SIZE);
let taken = 0;

/** A growing array of numbers, reused for each text. */
class Numbers {
  #all = new Int32Array(4096);
  length = 0;

  clear(): void {
    this.length = 0;
    if (this.#all.length > KEPT) this.#all = new Int32Array(4096);
  }

  /** Appends the offsets of a property. */
  push(begin: number, end: number): void {
    const { length } = this;
    this.#hold(length + WIDTH);
    this.#all[length] = begin;
    this.#all[length + 1] = end;
    this.length = length + WIDTH;
  }

  /** Moves the numbers from an index on to the end of another array. */
  moveTo(others: Numbers, from: number): void {
    const { length } = others;
    others.#hold(length + this.length - from);
    for (let n = from; n < this.length; n += 1) others.#all[length + n - from] = this.#all[n] ?? 0;
    others.length = length + this.length - from;
    this.length = from;
  }

  /** Copies the numbers to a retained array; returns it with the index of the first number. */
  keep(): [Int32Array, number] {
    const { length } = this;
    if (length > SLAB_SIZE / 8) return [this.#all.slice(0, length), 0];
    if (taken + length > SLAB_SIZE) {
      shelf = new Int32Array(SLAB_SIZE);
      taken = 0;
    }
    const place = taken;
    for (let n = 0; n < length; n += 1) shelf[place + n] = this.#all[n] ?? 0;
    taken += length;
    return [shelf, place];
  }

  #hold(length: number): void {
    if (length <= this.#all.length) return;
    const more = new Int32Array(Math.max(length, this.#all.length * 2));
    more.set(this.#all);
    this.#all = more;
  }
}

/**
 * Offsets of objects whose end was not yet reached, and of the others. Shared by all texts, which are scanned one at a
 * time.
 */
const open = new Numbers();
const closed = new Numbers();

/** Scans a text once and records the offsets of the properties of its upper levels. */
class JsonScanner {
  readonly #bytes: Buffer;
  readonly #text: JsonText;
  readonly #empty = ObjectShape.empty();
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = new JsonText(bytes);
  }

  /** The value of the text. Responses are objects; any other JSON text is parsed eagerly. */
  read(): unknown {
    open.clear();
    closed.clear();
    if (this.#next() !== OBJECT) return parse(this.#bytes.toString());
    const read = this.#object(1);
    if (this.#next() !== undefined) throw malformed();
    this.#text.take(closed);
    return read;
  }

  #object(level: number): unknown {
    const first = open.length;
    let shape = this.#empty;
    this.#at += 1;
    if (this.#next() === OBJECT_END) this.#at += 1;
    else {
      do {
        if (this.#next() !== QUOTE) throw malformed();
        shape = this.#name(shape);
        if (this.#next() !== COLON) throw malformed();
        this.#at += 1;
        const begin = this.#value(level, shape.name);
        open.push(begin, this.#at);
      } while (this.#goesOn(OBJECT_END));
    }
    const place = closed.length / WIDTH;
    open.moveTo(closed, first);
    return new Proxy(new LazyObject(this.#text, shape, place), appearance);
  }

  /** Skips a property name and returns the shape extended by it. */
  #name(shape: ObjectShape): ObjectShape {
    const bytes = this.#bytes;
    const { usual } = shape;
    const begin = this.#at + 1;
    if (usual && says(bytes, begin, usual.name) && bytes[begin + usual.name.length] === QUOTE) {
      this.#at = begin + usual.name.length + 1;
      return usual;
    }
    return this.#skipString()
      ? shape.with(bytes.toString('latin1', begin, this.#at - 1))
      : shape.withUnusual(String(parse(bytes.toString('utf8', begin - 1, this.#at))));
  }

  #list(level: number): unknown[] {
    const items: unknown[] = [];
    this.#at += 1;
    if (this.#next() === LIST_END) this.#at += 1;
    else {
      do items.push(this.#text.valueAt(this.#value(level), this.#at));
      while (this.#goesOn(LIST_END));
    }
    return items;
  }

  /**
   * Skips a value; returns its start offset and kind.
   *
   * @param name name of the property; empty for an item of a list
   */
  #value(level: number, name = ''): number {
    const character = this.#next();
    const begin = this.#at;
    if (character === QUOTE) return (begin << KIND_BITS) | (this.#skipString() ? AS_WRITTEN : TEXT);
    if (character === OBJECT && level < LEVELS && !FREE_FORM_PROPERTIES.has(name))
      return this.#known(this.#object(level + 1));
    // A list is scanned for the objects in it.
    if (character === LIST && level + 1 < LEVELS) return this.#known(this.#list(level + 1));
    if (character === OBJECT || character === LIST) this.#skipNested();
    else this.#skipScalar();
    return (begin << KIND_BITS) | TEXT;
  }

  #known(value: unknown): number {
    return ((this.#text.known.push(value) - 1) << KIND_BITS) | KNOWN;
  }

  /** Whether a comma follows; otherwise `end` must follow. Skips either. */
  #goesOn(end: number): boolean {
    const character = this.#next();
    if (character !== COMMA && character !== end) throw malformed();
    this.#at += 1;
    return character === COMMA;
  }

  /** The next character after white space. */
  #next(): number | undefined {
    const bytes = this.#bytes;
    while (isSpace(bytes[this.#at])) this.#at += 1;
    return bytes[this.#at];
  }

  /** Skips a string; returns whether its bytes are its value: no escapes, no control characters, ASCII only. */
  #skipString(): boolean {
    const bytes = this.#bytes;
    let seen = 0;
    for (let at = this.#at + 1; ; at += 1) {
      const character = bytes[at];
      if (character === QUOTE) {
        this.#at = at + 1;
        return seen <= ASCII;
      }
      if (character === undefined) throw malformed();
      if (character === BACKSLASH) {
        at += 1;
        seen = 0xff;
      }
      if (character < SPACE) seen = 0xff;
      seen |= character;
    }
  }

  /** Skips an object or a list with its contents. */
  #skipNested(): void {
    const bytes = this.#bytes;
    let depth = 0;
    for (let at = this.#at; at < bytes.length; at += 1) {
      const character = bytes[at];
      if (character === QUOTE) {
        for (at += 1; at < bytes.length; at += 1) {
          const inside = bytes[at];
          if (inside === QUOTE) break;
          if (inside === BACKSLASH) at += 1;
        }
      } else if (character === OBJECT || character === LIST) depth += 1;
      else if (character === OBJECT_END || character === LIST_END) {
        depth -= 1;
        if (depth > 0) continue;
        this.#at = at + 1;
        return;
      }
    }
    throw malformed();
  }

  /** Skips a number or a literal. */
  #skipScalar(): void {
    const bytes = this.#bytes;
    const begin = this.#at;
    let at = begin;
    for (let character = bytes[at]; character !== undefined && !endsScalar(character); character = bytes[at]) at += 1;
    if (at === begin) throw malformed();
    this.#at = at;
  }
}

/** White space of JSON (RFC 8259, section 2). */
const isSpace = (character: number | undefined): boolean =>
  character === SPACE || character === LINE_FEED || character === RETURN || character === TAB;

const endsScalar = (character: number): boolean =>
  character === COMMA || character === OBJECT_END || character === LIST_END || character <= SPACE;
