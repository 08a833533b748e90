/** The field errors of a response. */
import type { GraphQLError, GraphQLResolveInfo } from 'graphql';

type Path = GraphQLResolveInfo['path'];

/** The errors of one execution. Errors below a position that is already null are dropped. */
export class FieldErrors {
  readonly all: GraphQLError[] = [];
  readonly #places = new Set<Path | undefined>();

  /** Records an error that makes a position null; undefined is the whole response. */
  add(error: GraphQLError, place: Path | undefined): void {
    if (this.#isBelowNull(place)) return;
    this.#places.add(place);
    this.all.push(error);
  }

  /** Records an error of a position that still has a value. */
  note(error: GraphQLError, place: Path): void {
    if (!this.#isBelowNull(place)) this.all.push(error);
  }

  #isBelowNull(place: Path | undefined): boolean {
    for (let at = place; at; at = at.prev) if (this.#places.has(at)) return true;
    return this.#places.has(undefined);
  }
}
