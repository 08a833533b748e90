/** The Stytch that a gateway stands for: a real project, or a sandbox of its own. */
import { createHash } from 'node:crypto';
import type { GatewayOptions } from '../gateway.ts';
import { verticals } from '../vertical/verticals.ts';
import type { Config, ProjectConfig } from './config.ts';
import { listenFault } from './listen-fault.ts';

/** What a gateway needs to know of its Stytch. */
export interface Upstream extends Pick<GatewayOptions, 'apiKeys' | 'page' | 'now' | 'sandboxFailureFault'> {
  readonly project: ProjectConfig;
  /** What a person at a terminal is told, given the origin of the gateway. */
  welcome(origin: string): string;
  close(): Promise<void>;
}

/** The project of the settings, or a new sandbox where there is none. What the settings do not need is not even loaded. */
export const openUpstream = (config: Config): Promise<Upstream> =>
  config.project ? overProject(config, config.project) : overSandbox(config);

const introductionOf = ({ vertical }: Config) => verticals[vertical].loadIntroduction();

/** The check of X-Sandbox-Failure, where the settings allow the header. */
const failureFaultOf = async ({ sandboxFailures, vertical }: Config): Promise<Upstream['sandboxFailureFault']> =>
  sandboxFailures ? (await import('../sandbox/by-vertical.ts')).failureFaultFor(vertical) : undefined;

async function overProject(config: Config, project: ProjectConfig): Promise<Upstream> {
  const [{ graphiql }, { tabs }, sandboxFailureFault] = await Promise.all([
    import('../graphiql/index.ts'),
    introductionOf(config),
    failureFaultOf(config),
  ]);
  const { apiKeys, path } = config;
  return {
    project,
    apiKeys,
    page: config.graphiql
      ? graphiql({
          endpoint: path,
          project: project.projectId,
          tabs: tabs(),
          vertical: config.vertical,
          cookies: config.sessionCookies !== undefined,
        })
      : undefined,
    sandboxFailureFault,
    welcome: (origin) => `GraphQL over ${project.projectId}: ${origin}${path}\n`,
    close: async () => {},
  };
}

/** A Stytch of its own, so that anyone can begin without an account. */
async function overSandbox(config: Config): Promise<Upstream> {
  const [{ startSandboxFor }, { graphiql }, { credentialsOf, tabs, welcome }, sandboxFailureFault] = await Promise.all([
    import('../sandbox/by-vertical.ts'),
    import('../graphiql/index.ts'),
    introductionOf(config),
    failureFaultOf(config),
  ]);
  const options = { host: config.sandboxHost, port: config.sandboxPort, hosts: config.allowedHosts };
  const sandbox = await startSandboxFor(config.vertical, options).catch((error: unknown) =>
    listenFault(error, { host: 'SANDBOX_HOST', port: 'SANDBOX_PORT' }, config.sandboxPort),
  );
  const { projectId, secret, origin } = sandbox;
  const world = await sandbox.world();
  const page = config.graphiql
    ? graphiql({
        endpoint: config.path,
        project: 'sandbox',
        tabs: tabs(world),
        vertical: config.vertical,
        cookies: config.sessionCookies !== undefined,
        credentials: async () => credentialsOf(await sandbox.world()),
      })
    : undefined;
  const serverKey = {
    name: 'sandbox',
    sha256: createHash('sha256').update(world.credentials.server_key).digest('hex'),
    scopes: ['admin'],
  };
  return {
    project: { projectId, secret, baseUrl: origin, telemetryUrl: origin },
    apiKeys: [...config.apiKeys, serverKey],
    page,
    sandboxFailureFault,
    now: () => sandbox.clock.now().getTime(),
    welcome: (gateway) => welcome(`${gateway}${config.path}`, origin, world),
    close: sandbox.close,
  };
}
