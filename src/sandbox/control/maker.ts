/** How a world that a test describes is filled. */
import type { OperationId } from '../domain.ts';

/** An object of a description. */
export type Described = Readonly<Record<string, unknown>>;

/** What is to be made, and where it is described. */
export interface Making {
  /** Such as `seed.organizations.0`: what refusals name. */
  readonly place: string;
  readonly body: Described;
  /** Path parameters. */
  readonly params?: Readonly<Record<string, string>>;
}

/** Makes what a test describes. */
export interface Maker {
  /**
   * Runs an operation of the contract.
   *
   * @returns its response
   * @throws Refusal that names the place
   */
  readonly make: (id: OperationId, making: Making) => Promise<Described>;
}
