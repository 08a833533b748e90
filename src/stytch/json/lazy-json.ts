/**
 * JSON that is read where somebody looks. Stytch sends the whole of each thing, about 2 KB a member, of which a client wants
 * a few fields; what nobody asks for is stepped over here, and costs neither strings nor objects nor their collection.
 */

import { FREE_FORM_PROPERTIES } from '../contract/names.ts';
import { StytchError } from '../error.ts';
import { parseJson } from './exact-numbers.ts';
import { ObjectShape } from './object-shape.ts';

/**
 * Levels of objects that are read property by property: an answer, a list or map in it, the things in that. Below, and in
 * free-form properties, values are read whole.
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

/** How a value is come by, in the low bits of where it begins. */
const KIND_BITS = 2;
const KINDS = (1 << KIND_BITS) - 1;
/** A string that means what is written. */
const AS_WRITTEN = 0;
/** Whatever parseJson reads. */
const TEXT = 1;
/** What is known already; in place of where it begins stands its number. */
const KNOWN = 2;

/** Numbers of a property: where its value begins (with its kind), and where it ends. */
const WIDTH = 2;

/**
 * What a JSON text says, as JSON.parse would tell it, save that objects read their properties when they are asked for them,
 * and that nothing of it can be changed. Of two properties by one name it tells either, which is left open (RFC 8259, 4).
 *
 * @param bytes the text in UTF-8; they belong to what is returned from now on
 * @throws StytchError BAD_UPSTREAM_RESPONSE where the form of the text is not JSON's. What is wrong within a value that was
 *   stepped over, who asks for that value finds out, by the same error.
 */
export function parseLazyJson(bytes: Buffer): unknown {
  return new JsonScanner(bytes).read();
}

/** Characters of a value beyond which no other is likely to be the same. */
const MAX_INTERNED_LENGTH = 512;

const NO_OFFSETS = new Int32Array();

/** A text, and where in it things are. */
class JsonText {
  readonly #bytes: Buffer;
  /** WIDTH numbers a property, those of an object one after the other; set when the text has been gone through. */
  #properties: Int32Array = NO_OFFSETS;
  /** Where those of this text begin. */
  #first = 0;
  readonly known: unknown[] = [];
  /** Values that were read of it, by their text. */
  #alike: Map<string, unknown> | undefined;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes what there is to know of the properties, once all are found. */
  take(numbers: Numbers): void {
    [this.#properties, this.#first] = numbers.keep();
  }

  /**
   * The value of a property. It is read once: whoever asks again gets the same.
   *
   * @param place which of the properties of the text, from 0
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

  /** Reads equal texts once: a hundred members share a handful of lists of roles. So what it gives is nobody's to change. */
  #nested(text: string): unknown {
    if (text.length > MAX_INTERNED_LENGTH) return parse(text);
    this.#alike ??= new Map();
    const known = this.#alike.get(text);
    if (known !== undefined) return known;
    const value = parse(text);
    this.#alike.set(text, value);
    return value;
  }

  /** `true` or `false`, of which there are so many that a string for each would be a waste; undefined for what is neither. */
  #word(from: number, end: number): boolean | undefined {
    if (end - from === 5 && says(this.#bytes, from, 'false')) return false;
    return end - from === 4 && says(this.#bytes, from, 'true') ? true : undefined;
  }
}

/** Whether a text goes on like this from a place. */
function says(bytes: Buffer, from: number, ascii: string): boolean {
  for (let n = 0; n < ascii.length; n += 1) if (bytes[from + n] !== ascii.charCodeAt(n)) return false;
  return true;
}

/** parseJson, but for its message, which quotes the text. */
function parse(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw malformed();
  }
}

const malformed = (): StytchError =>
  new StytchError({ code: 'BAD_UPSTREAM_RESPONSE', message: 'A part of the answer from Stytch could not be read.' });

/** An object of a text. */
class LazyObject {
  readonly #text: JsonText;
  readonly #shape: ObjectShape;
  /** Its first property, of those of the text. */
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
 * Makes a Lazy look like the object it stands for. Its properties cannot be changed; marks under symbols may be put on it, as
 * Pothos does to remember of what type a thing is.
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

/** Numbers that are kept ready for the next text; after one that needed more, the memory is given back. */
const KEPT = 256 * 1024;

/** Numbers that several small texts keep in one array: to make one for each takes as long as to go through the text. */
const SLAB_SIZE = 16 * 1024;
let shelf = new Int32Array(SLAB_SIZE);
let taken = 0;

/** Numbers of which there are more and more. */
class Numbers {
  #all = new Int32Array(4096);
  length = 0;

  clear(): void {
    this.length = 0;
    if (this.#all.length > KEPT) this.#all = new Int32Array(4096);
  }

  /** Adds the two of a property. */
  push(begin: number, end: number): void {
    const { length } = this;
    this.#hold(length + WIDTH);
    this.#all[length] = begin;
    this.#all[length + 1] = end;
    this.length = length + WIDTH;
  }

  /** Moves what stands from a place on to the end of others. */
  moveTo(others: Numbers, from: number): void {
    const { length } = others;
    others.#hold(length + this.length - from);
    for (let n = from; n < this.length; n += 1) others.#all[length + n - from] = this.#all[n] ?? 0;
    others.length = length + this.length - from;
    this.length = from;
  }

  /** Keeps them somewhere else: in an array, from a place on. */
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

/** Of objects that have not come to their end, and of those that have. Used by one text at a time, over and over. */
const open = new Numbers();
const closed = new Numbers();

/** Goes through a text once, and notes where the properties of its upper levels are. */
class JsonScanner {
  readonly #bytes: Buffer;
  readonly #text: JsonText;
  readonly #empty = ObjectShape.empty();
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#text = new JsonText(bytes);
  }

  /** What the text says. Texts of other things than objects are no answers, so they are read whole. */
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

  /** Goes past a name; the shape with it. */
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
   * Goes past a value; says where it begins, and its kind.
   *
   * @param name of the property that has it; none for an item of a list
   */
  #value(level: number, name = ''): number {
    const character = this.#next();
    const begin = this.#at;
    if (character === QUOTE) return (begin << KIND_BITS) | (this.#skipString() ? AS_WRITTEN : TEXT);
    if (character === OBJECT && level < LEVELS && !FREE_FORM_PROPERTIES.has(name))
      return this.#known(this.#object(level + 1));
    // A list is gone into for the objects in it.
    if (character === LIST && level + 1 < LEVELS) return this.#known(this.#list(level + 1));
    if (character === OBJECT || character === LIST) this.#skipNested();
    else this.#skipScalar();
    return (begin << KIND_BITS) | TEXT;
  }

  #known(value: unknown): number {
    return ((this.#text.known.push(value) - 1) << KIND_BITS) | KNOWN;
  }

  /** Whether a comma follows, and so another; the end of the whole otherwise. */
  #goesOn(end: number): boolean {
    const character = this.#next();
    if (character !== COMMA && character !== end) throw malformed();
    this.#at += 1;
    return character === COMMA;
  }

  /** The next character that is no white space. */
  #next(): number | undefined {
    const bytes = this.#bytes;
    while (isSpace(bytes[this.#at])) this.#at += 1;
    return bytes[this.#at];
  }

  /** Goes past a string. Whether it means just what is written: no escapes, no control characters, and nothing beyond ASCII. */
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

  /** Goes past an object or a list and all that is in it. */
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

  /** Goes past a number or a word. */
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
