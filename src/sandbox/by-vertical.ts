/** Sandbox of either kind of project. The consumer sandbox is imported only if needed. */
import type { VerticalName } from '../vertical/vertical.ts';
import { b2b } from './b2b/kind.ts';
import type { SandboxWorld } from './b2b/world.ts';
import type { ConsumerWorld } from './consumer/world.ts';
import { readFailureHeader } from './control/failures.ts';
import { failingOperationsOf } from './control/worlds.ts';
import { SandboxError } from './errors.ts';
import { type Sandbox, type SandboxOptions, startSandbox, startSandboxOf } from './index.ts';
import type { ProjectStore } from './store.ts';

/** A sandbox of either kind. */
export type AnySandbox = Sandbox<ProjectStore, SandboxWorld | ConsumerWorld>;

/** Starts the sandbox of a kind of project. */
export const startSandboxFor = async (vertical: VerticalName, options: SandboxOptions): Promise<AnySandbox> =>
  vertical === 'b2b' ? startSandbox(options) : startSandboxOf((await import('./consumer/kind.ts')).consumer, options);

/**
 * Validator of X-Sandbox-Failure for a kind of project. It returns the message of the sandbox's refusal, or undefined
 * if the value is valid.
 */
export async function failureFaultFor(vertical: VerticalName): Promise<(value: string) => string | undefined> {
  const operations =
    vertical === 'b2b' ? failingOperationsOf(b2b) : failingOperationsOf((await import('./consumer/kind.ts')).consumer);
  return (value) => {
    try {
      readFailureHeader(value, operations);
      return undefined;
    } catch (cause) {
      if (cause instanceof SandboxError) return cause.message;
      throw cause;
    }
  };
}
