/** The gateway that real clients call: its listener on a loopback port, with the sandbox behind it. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, test as base, expect, vi } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

/** A request of a client, as Node's HTTP server received it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
}

export interface ClientGateway extends SandboxGateway {
  /** URL of the GraphQL endpoint. */
  readonly endpoint: string;
  /** GraphQL requests after the last `received.length = 0`, oldest first. */
  readonly received: Received[];
}

/** Figures of one file; the reporter sums them. */
export interface ClientFigures {
  /** Name of the client. */
  readonly client: string;
  operations: number;
  /** Assertions for which a test shows that a change of the graph breaks their compilation. */
  assertions: number;
}

declare module 'vitest' {
  interface TaskMeta {
    clientFigures?: ClientFigures;
  }
}

/** Starts to count for the client of this file. */
export function startFigures(client: string): ClientFigures {
  const figures: ClientFigures = { client, operations: 0, assertions: 0 };
  afterEach(({ task }) => {
    task.file.meta.clientFigures = { ...figures };
  });
  return figures;
}

const REQUEST_STARTED = 'http.server.request.start';

/** The event that Node publishes when its HTTP server has read the head of a request. */
const requestOf = (message: unknown): IncomingMessage | undefined =>
  typeof message === 'object' && message !== null && 'request' in message && message.request instanceof IncomingMessage
    ? message.request
    : undefined;

/** Tests of one client; each test has its own gateway. */
export const clientTest = (client: string, options?: Parameters<typeof gatewayOverSandbox>[0]) => {
  const figures = startFigures(client);
  return base.extend<{ g: ClientGateway }>({
    // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the fixtures that a fixture needs from its pattern.
    g: async ({}, use) => {
      const g = await gatewayOverSandbox(options);
      const received: Received[] = [];
      const listen = (message: unknown) => {
        const request = requestOf(message);
        if (request?.headers.host !== new URL(g.address).host || !request.url?.startsWith('/graphql')) return;
        received.push({
          method: request.method ?? '',
          url: request.url,
          authorization: request.headers.authorization,
        });
        figures.operations += 1;
      };
      subscribe(REQUEST_STARTED, listen);
      await use({ ...g, endpoint: `${g.address}/graphql`, received });
      unsubscribe(REQUEST_STARTED, listen);
      await g.close();
    },
  });
};

/** Narrows a value to non-null; fails the test if it is null or undefined. */
export function present<Value>(value: Value, what: string): NonNullable<Value> {
  expect(value, what).not.toBeNull();
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}

/** A file of the project, by its path from the root. */
export const readText = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

/** Waits until a condition holds, with a timeout that suits a busy machine. */
export const eventually = (holds: () => void): Promise<void> => vi.waitFor(holds, { timeout: 30_000, interval: 10 });
