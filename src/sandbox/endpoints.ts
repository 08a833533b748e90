import type { Incoming } from './http.ts';
import { readObject } from './identity-provider.ts';
import type { Endpoint, SandboxKind } from './kind.ts';
import type { Reply } from './reply.ts';
import type { ProjectStore } from './store.ts';

/** What the sandbox has beside Stytch's operations: a look inside, and whoever stands at the other end of a flow. */
const endpointsOf = <S extends ProjectStore, World extends object>({
  worldOf,
  endpoints,
}: SandboxKind<S, World>): Readonly<Record<string, Endpoint<S>>> => ({
  'GET /sandbox/world': worldOf,
  'GET /sandbox/outbox': ({ outbox }, { to }) => ({ messages: outbox.filter((message) => !to || message.to === to) }),
  ...endpoints,
});

/** Answers requests for the sandbox's own endpoints; undefined for whatever is for something else. */
export const ownEndpoints = <S extends ProjectStore, World extends object>(kind: SandboxKind<S, World>, store: S) => {
  const endpoints = new Map(Object.entries(endpointsOf(kind)));
  return async ({ method, path, query, body }: Incoming): Promise<Reply | undefined> => {
    const endpoint = endpoints.get(`${method} ${path}`);
    if (!endpoint) return undefined;
    const sent = method === 'GET' ? Object.fromEntries(new URLSearchParams(query)) : readObject(body);
    return { status: 200, body: await endpoint(store, sent) };
  };
};
