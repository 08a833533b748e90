/**
 * The names that an object has, and their order. Stytch gives the same ones to all things of a kind, so what there is to know
 * of names is worked out once for the kind, and an object of it keeps only where its values are.
 */

/**
 * Bytes of shapes that are kept, roughly; beyond, all of them are forgotten. Stytch's own are some hundreds; ids that stand as
 * names, and names in metadata, are anybody's.
 */
const MOST = 512 * 1024;
/** Bytes of a shape beside its name, and of a name in the table of a shape that was asked for one. */
const OF_SHAPE = 200;
const OF_PLACE = 50;

/** One has the names of another, and one more. */
export class ObjectShape {
  readonly #before: ObjectShape | undefined;
  /** The last of its names. */
  readonly name: string;
  /** What this became when a name was last added: what most likely comes next, too. */
  usual: ObjectShape | undefined;
  /** What it became at all, by the name that was added. */
  readonly #more = new Map<string, ObjectShape>();
  #places: ReadonlyMap<string, number> | undefined;

  private constructor(before?: ObjectShape, name = '') {
    this.#before = before;
    this.name = name;
  }

  static #empty = new ObjectShape();
  static #kept = 0;

  /** The one without names, which every object begins with. */
  static empty(): ObjectShape {
    if (ObjectShape.#kept > MOST) {
      ObjectShape.#empty = new ObjectShape();
      ObjectShape.#kept = 0;
    }
    return ObjectShape.#empty;
  }

  /** The same with one more name, which is written without escapes and within ASCII. */
  with(name: string): ObjectShape {
    this.usual = this.withUnusual(name);
    return this.usual;
  }

  /** The same with one more name, which cannot be compared as it is written. */
  withUnusual(name: string): ObjectShape {
    let longer = this.#more.get(name);
    if (!longer) {
      longer = new ObjectShape(this, name);
      this.#more.set(name, longer);
      ObjectShape.#kept += OF_SHAPE + name.length;
    }
    return longer;
  }

  /** Which of the names it is, from 0, and the last of equal ones; undefined for any other. */
  placeOf(name: string): number | undefined {
    return this.#table().get(name);
  }

  /** Each once, in their order. */
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
