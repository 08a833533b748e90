/**
 * Shape of an object: its property names and their order. Objects of one type from Stytch have the same names, so they
 * share one shape, and each object holds only the offsets of its values.
 */

/**
 * Max bytes of cached shapes, estimated; beyond it all are dropped. Shapes of Stytch's types are a few hundred; ids as
 * names, and names in metadata, are unbounded.
 */
const MOST = 512 * 1024;
/** Estimated bytes of a shape besides its name, and of an entry in its table of names. */
const OF_SHAPE = 200;
const OF_PLACE = 50;

/** A shape extends another shape by one name. */
export class ObjectShape {
  readonly #before: ObjectShape | undefined;
  /** The last of its names. */
  readonly name: string;
  /** The extension used last: the most likely next one. */
  usual: ObjectShape | undefined;
  /** All extensions, by the added name. */
  readonly #more = new Map<string, ObjectShape>();
  #places: ReadonlyMap<string, number> | undefined;

  private constructor(before?: ObjectShape, name = '') {
    this.#before = before;
    this.name = name;
  }

  static #empty = new ObjectShape();
  static #kept = 0;

  /** The empty shape, with which the scan of every object starts. */
  static empty(): ObjectShape {
    if (ObjectShape.#kept > MOST) {
      ObjectShape.#empty = new ObjectShape();
      ObjectShape.#kept = 0;
    }
    return ObjectShape.#empty;
  }

  /** The shape extended by a name that is ASCII without escapes. */
  with(name: string): ObjectShape {
    this.usual = this.withUnusual(name);
    return this.usual;
  }

  /** The shape extended by a name that cannot be compared bytewise, since it has escapes or is not ASCII. */
  withUnusual(name: string): ObjectShape {
    let longer = this.#more.get(name);
    if (!longer) {
      longer = new ObjectShape(this, name);
      this.#more.set(name, longer);
      ObjectShape.#kept += OF_SHAPE + name.length;
    }
    return longer;
  }

  /** Index of a name from 0, the last of equal names; undefined for an unknown name. */
  placeOf(name: string): number | undefined {
    return this.#table().get(name);
  }

  /** Each name once, in order. */
  names(): Iterable<string> {
    return this.#table().keys();
  }

  #table(): ReadonlyMap<string, number> {
    if (this.#places) return this.#places;
    const names: string[] = [];
    for (let shape: ObjectShape = this; shape.#before; shape = shape.#before) names.push(shape.name);
    this.#places = new Map(names.reverse().map((name, place) => [name, place]));
    ObjectShape.#kept += OF_PLACE * names.length;
    return this.#places;
  }
}
