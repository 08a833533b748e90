/**
 * The loaders of one request. The domain that owns a loader defines it with `defineLoader`, and resolvers get it by
 * that definition. Loaders are never shared between requests, because callers have different access.
 */
import type { StytchApi } from '../src/stytch/client/client.ts';
import type { ResponseFaults } from '../src/stytch/client/response-faults.ts';
import type { CallTrace } from '../src/telemetry/call-trace.ts';
import type { BatchContext } from './batch.ts';

/** Dependencies of loaders. */
export interface LoaderTools {
  readonly stytch: StytchApi;
  readonly batching: BatchContext;
  readonly faults: ResponseFaults;
  /** Records which fields cause which calls; undefined without X-Explain. */
  readonly trace: CallTrace | undefined;
  /** The responses since the last write of the request, oldest first; grows during the request. */
  readonly responses: readonly object[];
}

/** The definition of a loader: each request creates its instance on first use. */
export interface LoaderDefinition<Loader extends Clearable> {
  /** Index among all definitions. */
  readonly slot: number;
  readonly make: (tools: LoaderTools) => Loader;
}

interface Clearable {
  /** Clears all entries. */
  clearAll(): unknown;
}

let slots = 0;

/** Defines a loader. */
export function defineLoader<Loader extends Clearable>(make: (tools: LoaderTools) => Loader): LoaderDefinition<Loader> {
  const slot = slots;
  slots += 1;
  return { slot, make };
}

/**
 * The loaders of one request. Each is created on first use, because a request needs few of them; embedded objects are
 * only extracted from responses when a loader is used.
 */
export class Loaders {
  readonly #tools: LoaderTools;
  readonly #made: (Clearable | undefined)[] = [];
  readonly #responses: object[] = [];

  constructor({ stytch, batching, faults, trace }: Omit<LoaderTools, 'responses'>) {
    this.#tools = { stytch, batching, faults, trace, responses: this.#responses };
  }

  /** Returns the loader of a definition. */
  get<Loader extends Clearable>(definition: LoaderDefinition<Loader>): Loader;
  get({ slot, make }: LoaderDefinition<Clearable>): Clearable {
    const made = this.#made[slot];
    if (made) return made;
    const loader = make(this.#tools);
    this.#made[slot] = loader;
    return loader;
  }

  /** Caches the objects embedded in a response, so that they are not fetched again. */
  prime(response: object): void {
    this.#responses.push(response);
  }

  /** Clears all loaders: after a write, earlier results may be stale. */
  clear(): void {
    this.#responses.length = 0;
    for (const loader of this.#made) loader?.clearAll();
  }
}
