/** The gateway of a B2B project for a test. */
import { type Dispatcher, Pool } from 'undici';
import { schema } from '../schema/b2b/index.ts';
import type { ApiKey } from '../src/auth/caller.ts';
import { type Sandbox, startSandbox } from '../src/sandbox/index.ts';
import { createTries } from '../src/sign-in/throttle.ts';
import { b2b } from '../src/vertical/b2b.ts';
import {
  type AsOneOf,
  assemble,
  assembleOverStubs,
  type Base,
  type QueryOptions as OptionsOf,
  type OverStubs,
  type RecordedCall,
  recording,
  SERVER_KEY,
  type Settings,
  serverKey,
} from './assemble.ts';

export {
  type GraphqlAnswer,
  type Listener,
  openListener,
  type RecordedCall,
  SERVER_KEY,
  unhurriedAdmission,
} from './assemble.ts';

/** The caller of a query: a caller of the sandbox's world, or any token; null is a visitor. */
export type ActAs = AsOneOf<'admin' | 'member'>;

export type QueryOptions = OptionsOf<'admin' | 'member'>;

type B2bBase = Base<'admin' | 'member'>;

/** A gateway over its own sandbox. Each request to Stytch and each response is validated against the contract. */
export interface SandboxGateway extends B2bBase {
  sandbox: Sandbox;
  world: Awaited<ReturnType<Sandbox['world']>>;
  /** Advances the sandbox's clock, not the gateway's. */
  pass: (time: { minutes?: number; days?: number }) => void;
}

/** A sign-in throttle without a limit, for tests about other behaviour. */
export const unlimitedThrottle = () => createTries({ perAccount: 1e6, perAccountHour: 1e6, perAddress: 1e6 }, b2b);

/** Starts a sandbox and a gateway over it. */
export async function gatewayOverSandbox({
  apiKeys = [],
  warm = true,
  between = (dispatch) => dispatch,
  sandbox: running,
  ...settings
}: Settings & {
  apiKeys?: ApiKey[];
  /** A running sandbox, which keeps running when the gateway is closed. Default: a new one. */
  sandbox?: Sandbox | undefined;
  /** Whether keys and policy are fetched beforehand, as in `npm start`. */
  warm?: boolean;
  /** Interceptor between the gateway and the sandbox. */
  between?: Dispatcher.DispatcherComposeInterceptor;
} = {}): Promise<SandboxGateway> {
  let ahead = 0;
  const sandbox = running ?? (await startSandbox({ port: 0, now: () => new Date(Date.now() + ahead) }));
  const world = await sandbox.world();
  const calls: RecordedCall[] = [];
  const faults: string[] = [];
  const base = await assemble({
    schema,
    vertical: b2b,
    faults,
    baseUrl: sandbox.origin,
    projectId: sandbox.projectId,
    secret: sandbox.secret,
    apiKeys: [serverKey, ...apiKeys],
    calls,
    settings,
    connect: (origin) => new Pool(origin).compose(recording(calls, faults), between),
    tokens: {
      server: SERVER_KEY,
      admin: world.credentials.admin.session_jwt,
      member: world.credentials.member.session_jwt,
    },
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

/** A gateway over stubs, for behaviour that Stytch does not normally show. */
export type StubbedGateway = OverStubs<'admin' | 'member'>;

/** Starts a gateway whose only Stytch are the test's stubs. */
export const gatewayOverStubs = (settings: Settings = {}): Promise<StubbedGateway> =>
  assembleOverStubs({ schema, vertical: b2b, settings, tokens: { server: SERVER_KEY, admin: '', member: '' } });
