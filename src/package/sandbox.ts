/** `stytch-graphql/sandbox`: a local Stytch API for tests. */
import { createHash } from 'node:crypto';
import type { SandboxWorld } from '../sandbox/b2b/world.ts';
import { startSandboxFor } from '../sandbox/by-vertical.ts';
import type { ConsumerWorld } from '../sandbox/consumer/world.ts';
import type { RecordedCall } from '../sandbox/control/calls.ts';
import type { Failure, FailureInput } from '../sandbox/control/failures.ts';
import { clearOutbox, messagesOf, waitForMessages } from '../sandbox/control/outbox.ts';
import { SERVER_KEY } from '../sandbox/control/project-world.ts';
import type { WorldDescription } from '../sandbox/control/world-seed.ts';
import type { WorldSeed } from '../sandbox/control/worlds.ts';
import type { OutboxMessage } from '../sandbox/store.ts';
import { DEFAULT_VERTICAL, type VerticalName } from '../vertical/vertical.ts';

export type {
  ConsumerWorld,
  Failure,
  FailureInput,
  OutboxMessage,
  RecordedCall,
  SandboxWorld,
  WorldDescription,
  WorldSeed,
};

/** Duration by which a clock is advanced. */
export interface Time {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** The clock of the sandbox. It runs at normal speed. */
export interface Clock {
  readonly now: () => Date;
  /**
   * Advances the clock: codes, links and sessions of the sandbox expire. A gateway uses the same clock if configured:
   * `createGateway(sandbox.settings, { now: sandbox.clock.now })`.
   */
  readonly advance: (by: Time) => void;
}

/** Emails and text messages that the sandbox would have sent. */
export interface Outbox {
  /** Newest first; only those to one address or number, if given. */
  readonly messages: (to?: string) => readonly OutboxMessage[];
  /**
   * The newest message to an address or a number.
   *
   * @throws Error if there is none
   */
  readonly latest: (to: string) => OutboxMessage;
  /**
   * The oldest message to an address or number that `next` has not returned yet. Waits until there is one, also across
   * a reset.
   *
   * @param within timeout. Default: 5 seconds
   * @throws Error if there is none within the timeout, or if the world ends
   */
  readonly next: (to: string, within?: Time) => Promise<OutboxMessage>;
  /** Deletes all messages, or those to one address or number. */
  readonly clear: (to?: string) => void;
}

/** The last 1000 calls to the API of a world. */
export interface Calls {
  /** Oldest first; only those of one operation, if given: by its id in the contract, or `oauth2_token`. */
  readonly list: (operation?: string) => readonly RecordedCall[];
  readonly clear: () => void;
}

/** Simulated failures, as accepted by `POST /sandbox/failures`; docs/sandbox.md. */
export interface Failures {
  /**
   * Makes calls fail; default: the next call. `failures.next({ operation: 'api_user_v1_Get', error: { error_type:
   * 'too_many_requests', retry_after: 3 } })`.
   *
   * @throws Error that names the invalid property
   */
  readonly next: (failure: FailureInput) => Failure;
  /** Failures that still apply to future calls. */
  readonly list: () => readonly Failure[];
  /** Removes all failures. */
  readonly clear: () => void;
}

/**
 * A world: a project with its data, and control over it.
 *
 * @template Look the ids and credentials of its kind of project
 */
export interface World<Look = SandboxWorld> {
  /** Base URL of the API, such as `http://127.0.0.1:4010`. Worlds of one sandbox share it. */
  readonly origin: string;
  readonly projectId: string;
  readonly secret: string;
  /**
   * Settings of a gateway for this world: `createGateway(world.settings)`. The key `sgk_sandbox_admin` has the scope
   * `admin`.
   */
  readonly settings: {
    readonly STYTCH_VERTICAL: VerticalName;
    readonly STYTCH_PROJECT_ID: string;
    readonly STYTCH_SECRET: string;
    readonly STYTCH_BASE_URL: string;
    readonly GATEWAY_API_KEYS: string;
    readonly INTROSPECTION: 'on';
    readonly EXPLAIN: 'callers';
    readonly SANDBOX_FAILURES: 'on';
    readonly LOG_LEVEL: 'warn';
  };
  /**
   * Ids for examples, and currently valid credentials. Each seeded world of a kind starts with the same people.
   *
   * @throws Error for a world without an admin and another member, or without two users
   */
  readonly world: () => Promise<Look>;
  readonly clock: Clock;
  readonly failures: Failures;
  readonly outbox: Outbox;
  readonly calls: Calls;
  /** Resets data, clock, failures, outbox and calls to their initial state. Project id and secret stay. */
  readonly reset: () => Promise<void>;
}

/** Options of a world. */
export interface WorldOptions {
  /** The people of the documentation (`default`, also if not given), no data, or a description, see docs/sandbox.md. */
  readonly seed?: WorldSeed;
  readonly projectName?: string;
}

/** Further worlds of a sandbox. */
export interface Worlds<Look> {
  /**
   * Creates a world with its own project id and secret. It takes milliseconds, so each test can have its own.
   *
   * @throws Error that names the invalid property of the seed
   */
  readonly create: (options?: WorldOptions) => Promise<World<Look> & { readonly end: () => void }>;
}

/** A running sandbox. Its properties other than `worlds` belong to its first world, which no other sandbox shares. */
export interface Sandbox<Look = SandboxWorld> extends World<Look> {
  readonly worlds: Worlds<Look>;
  readonly close: () => Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const msOf = ({ days = 0, hours = 0, minutes = 0, seconds = 0 }: Time): number =>
  days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND;

/** Options of a sandbox. */
export interface SandboxOptions<Kind extends VerticalName = VerticalName> {
  /** Kind of project. Default: `b2b`. */
  readonly vertical?: Kind;
  /** Listen port. Default: any free port. */
  readonly port?: number;
  /** Listen address. Default: loopback. */
  readonly host?: string;
  /** Hosts that requests may name, besides loopback and `host`. */
  readonly hosts?: readonly string[];
}

/** Starts a sandbox. It takes milliseconds, so each test can have its own. */
export async function startSandbox(options?: SandboxOptions<'b2b'>): Promise<Sandbox>;
export async function startSandbox(options: SandboxOptions<'consumer'>): Promise<Sandbox<ConsumerWorld>>;
export async function startSandbox({
  vertical = DEFAULT_VERTICAL,
  port = 0,
  host,
  hosts,
}: SandboxOptions = {}): Promise<Sandbox<SandboxWorld | ConsumerWorld>> {
  const { worlds, closed, close } = await startSandboxFor(vertical, { port, host, hosts });
  const shown = (world: LiveWorld) => worldOf(world, vertical, closed);
  return {
    ...shown(worlds.first),
    worlds: {
      async create({ seed = 'default', projectName } = {}) {
        const world = shown(await worlds.create(seed, projectName));
        return { ...world, end: () => worlds.end(world.projectId) };
      },
    },
    close,
  };
}

type LiveWorld = Awaited<ReturnType<typeof startSandboxFor>>['worlds']['first'];

function worldOf(world: LiveWorld, vertical: VerticalName, closed: AbortSignal): World<SandboxWorld | ConsumerWorld> {
  const { clock, failures, calls, look, reset } = world;
  const { origin, projectId, secret } = world.store;
  return {
    origin,
    projectId,
    secret,
    settings: {
      STYTCH_VERTICAL: vertical,
      STYTCH_PROJECT_ID: projectId,
      STYTCH_SECRET: secret,
      STYTCH_BASE_URL: origin,
      GATEWAY_API_KEYS: `sandbox:${createHash('sha256').update(SERVER_KEY).digest('hex')}:admin`,
      INTROSPECTION: 'on',
      EXPLAIN: 'callers',
      SANDBOX_FAILURES: 'on',
      LOG_LEVEL: 'warn',
    },
    world: look,
    clock: { now: clock.now, advance: (by) => clock.advance(msOf(by)) },
    failures: { next: failures.add, list: failures.list, clear: () => failures.clear() },
    outbox: outboxOf(world, closed),
    calls: { list: calls.list, clear: calls.clear },
    reset,
  };
}

function outboxOf(world: LiveWorld, closed: AbortSignal): Outbox {
  /** By address: the sequence number of the last message that `next` returned. */
  const last = new Map<string, number>();
  return {
    messages: (to) => messagesOf(world.store, { to }),
    latest(to) {
      const [message] = messagesOf(world.store, { to });
      if (!message) throw new Error(`The sandbox has sent nothing to ${to}.`);
      return message;
    },
    async next(to, within = { seconds: 5 }) {
      const address = to.toLowerCase();
      const end = performance.now() + msOf(within);
      for (;;) {
        const after = last.get(address);
        const ms = Math.max(0, Math.ceil(end - performance.now()));
        await waitForMessages(world, { to, after }, { ms, signal: closed });
        // A concurrent `next` may have returned the message meanwhile.
        const message = messagesOf(world.store, { to, after: last.get(address) }).at(-1);
        if (message) {
          last.set(address, message.sequence);
          return message;
        }
        if (ms === 0 || closed.aborted) throw new Error(`The sandbox has sent nothing more to ${to}.`);
      }
    },
    clear: (to) => clearOutbox(world.store, { to }),
  };
}
