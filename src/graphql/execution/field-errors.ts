/** Errors of fields, as an answer lists them. */
import type { GraphQLError, GraphQLResolveInfo } from 'graphql';

type Path = GraphQLResolveInfo['path'];

/** What went wrong in one run. What happens below a place that is null already is not told. */
export class FieldErrors {
  readonly all: GraphQLError[] = [];
  readonly #places = new Set<Path | undefined>();

  /** Notes an error at the place that is null for it; undefined is the whole answer. */
  add(error: GraphQLError, place: Path | undefined): void {
    if (this.#isBelowNull(place)) return;
    this.#places.add(place);
    this.all.push(error);
  }

  /** Notes an error at a place that shows something all the same. */
  note(error: GraphQLError, place: Path): void {
    if (!this.#isBelowNull(place)) this.all.push(error);
  }

  #isBelowNull(place: Path | undefined): boolean {
    for (let at = place; at; at = at.prev) if (this.#places.has(at)) return true;
    return this.#places.has(undefined);
  }
}
