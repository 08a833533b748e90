/**
 * Counts the objects of one response during execution. The estimate of cost.ts assumes typical list lengths; this count
 * is exact.
 */
import { type FieldNode, type GraphQLError, type GraphQLResolveInfo, locatedError, responsePathAsArray } from 'graphql';
import { noMoreObjects } from './limits.ts';

/** Belongs to one request. */
export class ObjectCount {
  readonly #max: number;
  readonly #giveUp: () => void;
  #count = 0;
  #exceeded: GraphQLError | undefined;

  /**
   * @param max objects of a response
   * @param giveUp called once when the max is exceeded: aborts the reads of the request
   */
  constructor(max: number, giveUp: () => void) {
    this.#max = max;
    this.#giveUp = giveUp;
  }

  /**
   * Counts one object, for these field nodes at this response path.
   *
   * @throws GraphQLError LIMIT_EXCEEDED, the same instance for each object beyond the max
   */
  add(nodes: readonly FieldNode[], path: GraphQLResolveInfo['path']): void {
    this.#count += 1;
    if (this.#count > this.#max) throw this.#exceed(nodes, path);
  }

  /** The error if the max was exceeded; the response is then discarded. Undefined otherwise. */
  get exceeded(): GraphQLError | undefined {
    return this.#exceeded;
  }

  #exceed(nodes: readonly FieldNode[], path: GraphQLResolveInfo['path']): GraphQLError {
    if (this.#exceeded) return this.#exceeded;
    this.#exceeded = locatedError(noMoreObjects(this.#max), nodes, responsePathAsArray(path));
    this.#giveUp();
    return this.#exceeded;
  }
}
