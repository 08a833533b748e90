/**
 * The objects of one response, counted while the operation runs. The estimate of cost.ts rests on how long lists usually
 * are; this does not.
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
   * @param max objects that a response may have
   * @param giveUp called once, when there are more: ends the reads that still run for the request
   */
  constructor(max: number, giveUp: () => void) {
    this.#max = max;
    this.#giveUp = giveUp;
  }

  /**
   * Counts one object, which these nodes of the document ask for at this path of the response.
   *
   * @throws GraphQLError LIMIT_EXCEEDED, always the same one, for the first object beyond the limit and each one after it
   */
  add(nodes: readonly FieldNode[], path: GraphQLResolveInfo['path']): void {
    this.#count += 1;
    if (this.#count > this.#max) throw this.#exceed(nodes, path);
  }

  /** The error if there were more objects than the limit. Then nothing of the response is of use. */
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
