/** `stytch-graphql/sandbox`: a Stytch of one's own, for tests. */
import { createHash } from 'node:crypto';
import { startSandboxFor } from '../sandbox/by-vertical.ts';
import type { ConsumerWorld } from '../sandbox/consumer/world.ts';
import type { Failure, FailureInput } from '../sandbox/failures.ts';
import type { Message } from '../sandbox/store.ts';
import type { SandboxWorld } from '../sandbox/world.ts';
import { DEFAULT_VERTICAL, type VerticalName } from '../vertical/vertical.ts';

export type { ConsumerWorld, Failure, FailureInput, Message, SandboxWorld };

/** How far a clock is put forward. */
export interface Time {
  readonly days?: number;
  readonly hours?: number;
  readonly minutes?: number;
  readonly seconds?: number;
}

/** The sandbox's clock. It goes on by itself. */
export interface Clock {
  readonly now: () => Date;
  /**
   * Puts it forward: codes, links and sessions of the sandbox expire. A gateway goes by it too if it is told:
   * `createGateway(sandbox.settings, { now: sandbox.clock.now })`.
   */
  readonly advance: (by: Time) => void;
}

/** Mails and texts that would have been sent. */
export interface Outbox {
  /** Newest first; those to one address or number, where that is given. */
  readonly messages: (to?: string) => readonly Message[];
  /**
   * The newest message to an address or a number.
   *
   * @throws Error if there is none
   */
  readonly latest: (to: string) => Message;
}

/** Calls that fail on demand, as `POST /sandbox/failures` takes them; docs/sandbox.md. */
export interface Failures {
  /**
   * Makes calls fail: the next one, if nothing else is said. `failures.next({ operation: 'api_user_v1_Get', error: { error_type:
   * 'too_many_requests', retry_after: 3 } })`.
   *
   * @throws Error that names what is wrong
   */
  readonly next: (failure: FailureInput) => Failure;
  /** Those that calls are still to come to. */
  readonly list: () => readonly Failure[];
  /** Takes all back. */
  readonly clear: () => void;
}

/**
 * A running sandbox, with a world that no other sandbox shares.
 *
 * @template World what the world of its kind of project shows
 */
export interface Sandbox<World = SandboxWorld> {
  /** Base URL of its API, such as `http://127.0.0.1:4010`. */
  readonly origin: string;
  readonly projectId: string;
  readonly secret: string;
  /** Settings of a gateway over it: `createGateway(sandbox.settings)`. The key `sgk_sandbox_admin` may do everything. */
  readonly settings: {
    readonly STYTCH_VERTICAL: VerticalName;
    readonly STYTCH_PROJECT_ID: string;
    readonly STYTCH_SECRET: string;
    readonly STYTCH_BASE_URL: string;
    readonly GATEWAY_API_KEYS: string;
    readonly INTROSPECTION: 'on';
    readonly EXPLAIN: 'callers';
    readonly LOG_LEVEL: 'warn';
  };
  /** Ids worth trying, and credentials that are good now. Each sandbox of a kind begins with the same people. */
  readonly world: () => Promise<World>;
  readonly clock: Clock;
  readonly failures: Failures;
  readonly outbox: Outbox;
  readonly close: () => Promise<void>;
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** What a sandbox is to be. */
export interface SandboxOptions<Kind extends VerticalName = VerticalName> {
  /** The kind of project; B2B where not given. */
  readonly vertical?: Kind;
  /** The port that it listens on; any free one where not given. */
  readonly port?: number;
}

/** Starts a sandbox on loopback. One takes milliseconds, so each test can have its own. */
export async function startSandbox(options?: SandboxOptions<'b2b'>): Promise<Sandbox>;
export async function startSandbox(options: SandboxOptions<'consumer'>): Promise<Sandbox<ConsumerWorld>>;
export async function startSandbox({
  vertical = DEFAULT_VERTICAL,
  port = 0,
}: SandboxOptions = {}): Promise<Sandbox<SandboxWorld | ConsumerWorld>> {
  const { origin, projectId, secret, world, store, clock, failures, close } = await startSandboxFor(vertical, { port });
  const { server_key } = (await world()).credentials;
  const messages = (to?: string) => store.outbox.filter((message) => to === undefined || message.to === to);
  return {
    origin,
    projectId,
    secret,
    settings: {
      STYTCH_VERTICAL: vertical,
      STYTCH_PROJECT_ID: projectId,
      STYTCH_SECRET: secret,
      STYTCH_BASE_URL: origin,
      GATEWAY_API_KEYS: `sandbox:${createHash('sha256').update(server_key).digest('hex')}:admin`,
      INTROSPECTION: 'on',
      EXPLAIN: 'callers',
      LOG_LEVEL: 'warn',
    },
    world,
    clock: {
      now: clock.now,
      advance: ({ days = 0, hours = 0, minutes = 0, seconds = 0 }) =>
        clock.advance(days * DAY + hours * HOUR + minutes * MINUTE + seconds * SECOND),
    },
    failures: { next: failures.add, list: failures.list, clear: () => failures.clear() },
    outbox: {
      messages,
      latest: (to) => {
        const [message] = messages(to);
        if (!message) throw new Error(`The sandbox has sent nothing to ${to}.`);
        return message;
      },
    },
    close,
  };
}
