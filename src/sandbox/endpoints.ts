import { type SandboxClock, showClock, turnClock } from './clock.ts';
import type { Failures } from './failures.ts';
import type { Incoming } from './http.ts';
import { readObject } from './identity-provider.ts';
import type { Endpoint, SandboxKind } from './kind.ts';
import type { Reply } from './reply.ts';
import type { ProjectStore } from './store.ts';

/** What the sandbox has beside Stytch's operations: a look inside, and whoever stands at the other end of a flow. */
const endpointsOf = <S extends ProjectStore, World extends object>(
  { worldOf, endpoints }: SandboxKind<S, World>,
  { clock, failures }: SandboxControls,
): Readonly<Record<string, Endpoint<S>>> => ({
  'GET /sandbox/world': worldOf,
  'GET /sandbox/outbox': ({ outbox }, { to }) => ({ messages: outbox.filter((message) => !to || message.to === to) }),
  'GET /sandbox/clock': () => showClock(clock),
  'POST /sandbox/clock': (_, sent) => turnClock(clock, sent),
  'GET /sandbox/failures': () => ({ failures: failures.list() }),
  'POST /sandbox/failures': (_, sent) => failures.add(sent),
  'DELETE /sandbox/failures': (_, { failure_id }) => {
    failures.clear(typeof failure_id === 'string' ? failure_id : undefined);
    return { failures: failures.list() };
  },
  ...endpoints,
});

/** What turns the sandbox itself, beside its state. */
export interface SandboxControls {
  readonly clock: SandboxClock;
  readonly failures: Failures;
}

/** Answers requests for the sandbox's own endpoints; undefined for whatever is for something else. */
export const ownEndpoints = <S extends ProjectStore, World extends object>(
  kind: SandboxKind<S, World>,
  store: S,
  controls: SandboxControls,
) => {
  const endpoints = new Map(Object.entries(endpointsOf(kind, controls)));
  return async ({ method, path, query, body }: Incoming): Promise<Reply | undefined> => {
    const endpoint = endpoints.get(`${method} ${path}`);
    if (!endpoint) return undefined;
    // A body is optional where something is taken back.
    const sent =
      method === 'GET' || (method === 'DELETE' && !body)
        ? Object.fromEntries(new URLSearchParams(query))
        : readObject(body);
    return { status: 200, body: await endpoint(store, sent) };
  };
};
