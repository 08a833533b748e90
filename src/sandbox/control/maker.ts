/** Interface to fill a world that a test describes. */
import type { OperationId } from '../handler.ts';

/** An object of a description. */
export type Described = Readonly<Record<string, unknown>>;

/** Input of an operation, and its position in the description. */
export interface Making {
  /** Position such as `seed.organizations.0`, for error messages. */
  readonly place: string;
  readonly body: Described;
  /** Path parameters. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Creates what a test describes. */
export interface Maker {
  /**
   * Runs an operation of the contract.
   *
   * @returns its response
   * @throws Refusal that names the position
   */
  readonly make: (id: OperationId, making: Making) => Promise<Described>;
}
