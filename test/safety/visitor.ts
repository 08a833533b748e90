/** A person at the sign-in page: mutations over the real listener, from a client address of their own. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';

/** The result of a mutation, with the fields that a sign-in returns. */
export interface Outcome {
  __typename?: string;
  code?: string;
  message?: string;
  errorType?: string | null;
  retryAfter?: number | null;
  [field: string]: unknown;
}

interface From {
  /** Client address that the one proxy before the gateway forwarded. */
  address?: string;
  /** Bearer token; a visitor if absent. */
  token?: string;
  /** Selection of the payload. */
  select?: string;
}

/** A listening gateway behind one proxy. */
export interface Door extends SandboxGateway {
  /** Sends one mutation. */
  knock: (name: string, input: object, from?: From) => Promise<Outcome>;
  /** Operations that reached Stytch, without the lookups that the gateway makes for itself. */
  reached: () => string[];
}

const pascal = (name: string) => `${name[0]?.toUpperCase()}${name.slice(1)}`;
const RESOLVES = 'api_organization_v1_Get';

/** The `n`th of many addresses. */
export const ip = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

let next = 0;
const nextAddress = () => {
  next += 1;
  return ip(next);
};
const opened: (() => Promise<void>)[] = [];

/** After each test, closes everything that it opened. */
export const closeDoors = () =>
  afterEach(async () => {
    for (const close of opened.splice(0)) await close();
  });

/** Opens a gateway over a sandbox of its own, until the test ends. */
export async function openDoor(settings: Parameters<typeof gatewayOverSandbox>[0] = {}): Promise<Door> {
  const g = await gatewayOverSandbox({ trustProxy: 1, ...settings });
  const server = g.gateway.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  opened.push(async () => {
    server.close();
    server.closeAllConnections();
    await g.close();
  });
  return {
    ...g,
    reached: () => g.calls.map(({ id }) => id).filter((id) => id !== RESOLVES),
    async knock(name, input, { address = nextAddress(), token, select = 'requestId' } = {}) {
      const query = `mutation ($input: ${pascal(name)}Input!) { ${name}(input: $input) {
        __typename ... on ${pascal(name)}Payload { ${select} }
        ... on MutationError { code message errorType retryAfter } } }`;
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': address,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables: { input } }),
      });
      const { data, errors } = (await response.json()) as {
        data?: Record<string, Outcome | null> | null;
        errors?: { message: string; extensions: { code: string } }[];
      };
      const outcome = data?.[name];
      if (outcome) return outcome;
      return { code: errors?.[0]?.extensions.code ?? 'nothing', message: errors?.[0]?.message ?? '' };
    },
  };
}
