/**
 * The loaders of one request. The domain that owns a loader defines it with `defineLoader`, and resolvers get it by that
 * definition: nothing here knows any of them. Loaders are never shared between requests, since one caller may read what
 * another may not.
 */
import type { StytchApi } from '../src/stytch/client/client.ts';
import type { ResponseFaults } from '../src/stytch/client/response-faults.ts';
import type { CallTrace } from '../src/telemetry/call-trace.ts';
import type { BatchContext } from './batch.ts';

/** What a loader is made of. */
export interface LoaderTools {
  readonly stytch: StytchApi;
  readonly batching: BatchContext;
  readonly faults: ResponseFaults;
  /** Takes note of which fields want which calls; undefined unless the request asked for it. */
  readonly trace: CallTrace | undefined;
  /** The responses since the last write of the request, oldest first; more are added while it runs. */
  readonly responses: readonly object[];
}

/** A loader that a domain defines: each request makes its own when it first gets it. */
export interface LoaderDefinition<Loader extends Clearable> {
  /** Its place among all definitions. */
  readonly slot: number;
  readonly make: (tools: LoaderTools) => Loader;
}

interface Clearable {
  /** Forgets everything. */
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
 * The loaders of one request, and what keeps them true. A request needs few of all that are defined, so each is made when it is
 * first asked for; what responses bring along is looked at only by a loader that is asked for afterwards.
 */
export class Loaders {
  readonly #tools: LoaderTools;
  readonly #made: (Clearable | undefined)[] = [];
  readonly #responses: object[] = [];

  constructor({ stytch, batching, faults, trace }: Omit<LoaderTools, 'responses'>) {
    this.#tools = { stytch, batching, faults, trace, responses: this.#responses };
  }

  /** The loader of a definition. */
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

  /** Forgets everything: after a write, whatever was read before may be wrong. */
  clear(): void {
    this.#responses.length = 0;
    for (const loader of this.#made) loader?.clearAll();
  }
}
