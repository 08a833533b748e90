/** The Stytch API behind a gateway: a project, or its own sandbox. */
import { createHash } from 'node:crypto';
import type { GatewayOptions } from '../gateway.ts';
import { verticals } from '../vertical/verticals.ts';
import type { Config, ProjectConfig } from './config.ts';
import { listenFault } from './listen-fault.ts';

/** Properties of the Stytch API that a gateway needs. */
export interface Upstream extends Pick<GatewayOptions, 'apiKeys' | 'page' | 'now' | 'sandboxFailureFault'> {
  readonly project: ProjectConfig;
  /** @param origin of the gateway @returns the text for standard output */
  welcome(origin: string): string;
  close(): Promise<void>;
}

/**
 * Opens the project of the settings, or a new sandbox if none is set. Modules that the settings do not need are not
 * imported.
 */
export const openUpstream = (config: Config): Promise<Upstream> =>
  config.project ? overProject(config, config.project) : overSandbox(config);

const introductionOf = ({ vertical }: Config) => verticals[vertical].loadIntroduction();

/** The validation of X-Sandbox-Failure; undefined if the settings do not allow the header. */
const failureFaultOf = async ({ sandboxFailures, vertical }: Config): Promise<Upstream['sandboxFailureFault']> =>
  sandboxFailures ? (await import('../sandbox/by-vertical.ts')).failureFaultFor(vertical) : undefined;

async function overProject(config: Config, project: ProjectConfig): Promise<Upstream> {
  const [{ createGraphiqlHandler: graphiql }, { tabs }, sandboxFailureFault] = await Promise.all([
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

/** Starts a sandbox, which needs no Stytch account. */
async function overSandbox(config: Config): Promise<Upstream> {
  const [
    { startSandboxFor },
    { createGraphiqlHandler: graphiql },
    { credentialsOf, tabs, welcome },
    sandboxFailureFault,
  ] = await Promise.all([
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
