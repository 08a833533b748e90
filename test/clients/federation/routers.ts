/** Routers over a supergraph, each on a loopback port, that forward the caller's `Authorization`. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import type { Service } from './service.ts';

interface RouterContext {
  readonly authorization?: string | undefined;
}

class Forwarding extends RemoteGraphQLDataSource<RouterContext> {
  override willSendRequest({
    request,
    context,
  }: Parameters<NonNullable<RemoteGraphQLDataSource<RouterContext>['willSendRequest']>>[0]) {
    const { authorization } = context;
    if (authorization) request.http?.headers.set('authorization', authorization);
  }
}

async function apollo(supergraphSdl: string): Promise<Service> {
  const gateway = new ApolloGateway({ supergraphSdl, buildService: ({ url = '' }) => new Forwarding({ url }) });
  const server = new ApolloServer<RouterContext>({ gateway, includeStacktraceInErrorResponses: false });
  const { url } = await startStandaloneServer(server, {
    listen: { host: '127.0.0.1', port: 0 },
    context: async ({ req }) => ({ authorization: req.headers.authorization }),
  });
  return { endpoint: url, close: () => server.stop() };
}

async function hive(supergraph: string): Promise<Service> {
  const folder = mkdtempSync(join(tmpdir(), 'supergraph-'));
  const file = join(folder, 'supergraph.graphql');
  writeFileSync(file, supergraph);
  const program = spawn(process.execPath, [fileURLToPath(new URL('hive.js', import.meta.url)), file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await once(program.stdout, 'data');
  return {
    endpoint: String(printed).trim(),
    close: async () => {
      program.kill('SIGKILL');
      await once(program, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

/** Functions that start a router over a supergraph. */
export const routers = { 'Apollo Gateway': apollo, 'Hive Gateway': hive } as const;
