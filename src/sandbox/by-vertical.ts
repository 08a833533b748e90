/** The sandbox of either kind of project. Only that of the kind that is asked for is loaded. */
import type { VerticalName } from '../vertical/vertical.ts';
import type { ConsumerWorld } from './consumer/world.ts';
import { type Sandbox, type SandboxOptions, startSandbox, startSandboxOf } from './index.ts';
import type { ProjectStore } from './store.ts';
import type { SandboxWorld } from './world.ts';

/** What a sandbox of either kind is called by those who do not look inside. */
export type AnySandbox = Sandbox<ProjectStore, SandboxWorld | ConsumerWorld>;

/** Starts the sandbox of a kind of project. */
export const startSandboxFor = async (vertical: VerticalName, options: SandboxOptions): Promise<AnySandbox> =>
  vertical === 'b2b' ? startSandbox(options) : startSandboxOf((await import('./consumer/kind.ts')).consumer, options);
