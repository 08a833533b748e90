/** The gateway of a consumer project for a test. */
import { type Dispatcher, Pool } from 'undici';
import { schema } from '../../schema/consumer/index.ts';
import type { ApiKey } from '../../src/auth/caller.ts';
import { consumer as kind } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore, User } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { createTries, type SignInThrottle } from '../../src/sign-in/throttle.ts';
import { consumer } from '../../src/vertical/consumer.ts';
import {
  type AsOneOf,
  assemble,
  assembleOverStubs,
  type Base,
  type OverStubs,
  type RecordedCall,
  recording,
  SERVER_KEY,
  type Settings,
  serverKey,
} from '../assemble.ts';

type Callers = 'ada' | 'adaByToken' | 'user';

/** The caller of a query: Ada by her session JWT or session token, another user, or any token; null is a visitor. */
export type ActAs = AsOneOf<Callers>;

/** A gateway over a sandbox of its own. Each call to Stytch and each response is validated against the contract. */
export interface ConsumerGateway extends Base<Callers> {
  sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
  world: ConsumerWorld;
  /** Advances the sandbox's clock, not the gateway's. */
  pass: (time: { minutes?: number; days?: number }) => void;
}

/** No limit to sign-in attempts, for tests about other behaviour. */
export const unlimitedThrottle = (): SignInThrottle =>
  createTries({ perAccount: 1e6, perAccountHour: 1e6, perAddress: 1e6 }, consumer);

/** Starts a sandbox and a gateway over it. */
export async function gatewayOverSandbox({
  apiKeys = [],
  between = (dispatch) => dispatch,
  sandbox: running,
  warm = true,
  ...settings
}: Settings & {
  apiKeys?: ApiKey[];
  /** A running sandbox, which stays open when the gateway is closed. A new one if omitted. */
  sandbox?: Sandbox<ConsumerStore, ConsumerWorld> | undefined;
  /** A proxy between the gateway and the sandbox. */
  between?: Dispatcher.DispatcherComposeInterceptor;
  /** Whether the gateway's caches, such as keys and policy, are filled at the start. */
  warm?: boolean;
} = {}): Promise<ConsumerGateway> {
  let ahead = 0;
  const sandbox = running ?? (await startSandboxOf(kind, { port: 0, now: () => new Date(Date.now() + ahead) }));
  const world = await sandbox.world();
  const calls: RecordedCall[] = [];
  const faults: string[] = [];
  const { ada, user } = world.credentials;
  const base = await assemble<Callers>({
    schema,
    vertical: consumer,
    faults,
    baseUrl: sandbox.origin,
    projectId: sandbox.projectId,
    secret: sandbox.secret,
    apiKeys: [serverKey, ...apiKeys],
    calls,
    settings,
    connect: (origin) => new Pool(origin).compose(recording(calls, faults), between),
    tokens: { server: SERVER_KEY, ada: ada.session_jwt, adaByToken: ada.session_token, user: user.session_jwt },
  });
  if (warm) await base.gateway.warm();
  calls.length = 0;
  return {
    ...base,
    sandbox,
    world,
    pass: ({ minutes = 0, days = 0 }) => {
      ahead += (minutes + days * 1440) * 60_000;
    },
    close: async () => {
      await base.close();
      if (!running) await sandbox.close();
    },
  };
}

/** Starts a gateway whose only Stytch is a stub of the test. */
export const gatewayOverStubs = (settings: Settings = {}): Promise<OverStubs<Callers>> =>
  assembleOverStubs({
    schema,
    vertical: consumer,
    settings,
    tokens: { server: SERVER_KEY, ada: '', adaByToken: '', user: '' },
  });

/** The seeded user of a first name. */
export const seededUser = ({ sandbox }: ConsumerGateway, first: string): User => {
  const found = sandbox.store.users.values().find(({ name }) => name?.first_name === first);
  if (!found) throw new Error(`the sandbox knows no ${first}`);
  return found;
};

/** Ids of the calls to Stytch. */
export const sent = ({ calls }: ConsumerGateway): string[] => calls.map(({ id }) => id);
