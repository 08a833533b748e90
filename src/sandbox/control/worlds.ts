/** Worlds of a sandbox: each is a separate project with its own data, clock, failures, messages and calls. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_FAILURE_HEADER } from '../../stytch/client/sandbox-failure.ts';
import { fail, SandboxError } from '../errors.ts';
import type { IncomingRequest } from '../http.ts';
import type { Overview, SandboxKind, Shown } from '../kind.ts';
import { answerOauthRequest, OAUTH_OPERATIONS, oauthOperationOf } from '../oauth-server/server.ts';
import type { HttpReply } from '../reply.ts';
import { builtOperations, createRouter, operationIdOf } from '../router.ts';
import { opaqueToken } from '../shared/tokens.ts';
import type { ProjectStore } from '../store.ts';
import { type Calls, createCalls } from './calls.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { type CallFailure, createFailures, errorReplyOf, type Failures } from './failures.ts';
import { keepPostman } from './outbox.ts';
import { checkParts, createMaker, fillProject, objectAt, type WorldDescription } from './world-seed.ts';

/** Max worlds of a sandbox, including the first. */
export const MAX_WORLDS = 1_000;

/** Initial contents of a world: the documented examples, nothing, or a description (docs/sandbox.md). */
export type WorldSeed = 'default' | 'empty' | WorldDescription;

/** One world. */
export interface World<S extends ProjectStore, Look extends Shown> {
  /** Current store; a reset replaces it. */
  readonly store: S;
  readonly clock: SandboxClock;
  readonly failures: Failures;
  readonly calls: Calls;
  /** Handles a request to the API of the world's project. */
  readonly answer: (incoming: IncomingRequest) => Promise<HttpReply>;
  /** Response of `GET /sandbox/world`. */
  readonly overview: () => Promise<Overview<Look>>;
  /**
   * Overview of a world in which all example people can sign in.
   *
   * @throws Error if one of them is missing
   */
  readonly look: () => Promise<Look>;
  /** Restores the initial contents, including the project id and secret. */
  readonly reset: () => Promise<void>;
  /** Ends the world for requests that wait for its messages. */
  readonly end: () => void;
  /** Aborted when the world ends. */
  readonly ended: AbortSignal;
}

/** All worlds of a sandbox. */
export interface Worlds<S extends ProjectStore, Look extends Shown> {
  /** The first world, for requests that name no other. It never ends. */
  readonly first: World<S, Look>;
  /**
   * Creates a world.
   *
   * @throws Refusal that names what is wrong with the description
   */
  readonly create: (seed: WorldSeed, projectName?: string) => Promise<World<S, Look>>;
  readonly list: () => readonly World<S, Look>[];
  /** @throws Refusal for the first world and for an unknown project id */
  readonly end: (projectId: string) => void;
  /** World of a request to the API. */
  readonly at: (incoming: IncomingRequest) => World<S, Look>;
  /**
   * World of a control request.
   *
   * @throws Refusal for credentials of no world
   */
  readonly controlledBy: (incoming: IncomingRequest) => World<S, Look>;
}

/** What the worlds of a sandbox share. */
export interface Ground {
  readonly origin: string;
  /** Underlying clock of the worlds. */
  readonly now: () => Date;
  /** Aborted when the sandbox closes. */
  readonly closed: AbortSignal;
}

/** Project id, name and secret of a world. */
interface Identity {
  readonly projectId: string;
  readonly projectName: string;
  readonly secret: string;
}

/** Creates the first world, with the default contents of its kind. */
export async function createWorlds<S extends ProjectStore, Look extends Shown>(
  kind: SandboxKind<S, Look>,
  ground: Ground,
): Promise<Worlds<S, Look>> {
  const first = await createWorld(kind, ground, 'default');
  const worlds = new Map([[first.store.projectId, first]]);
  return {
    first,
    async create(seed, projectName = 'Sandbox') {
      if (worlds.size >= MAX_WORLDS) fail(400, 'invalid_argument', `There are ${MAX_WORLDS} worlds. End some first.`);
      const identity = {
        projectId: `project-test-${randomUUID()}`,
        projectName,
        secret: `secret-test-${opaqueToken(24)}=`,
      };
      const world = await createWorld(kind, ground, seed, identity);
      worlds.set(identity.projectId, world);
      return world;
    },
    list: () => [...worlds.values()],
    end(projectId) {
      if (projectId === first.store.projectId) fail(400, 'invalid_argument', 'The first world never ends. Reset it.');
      const world = worlds.get(projectId) ?? fail(404, 'project_not_found', 'No world has this project id.');
      worlds.delete(projectId);
      world.end();
    },
    at(incoming) {
      const named = projectIn(incoming.path) ?? basicIn(incoming)?.id;
      if (named !== undefined) return worlds.get(named) ?? first;
      return worlds.values().find(({ store }) => kind.isNamedIn(store, incoming)) ?? first;
    },
    controlledBy(incoming) {
      const credentials = basicIn(incoming);
      if (!credentials) return first;
      const world = worlds.get(credentials.id);
      if (world?.store.secret === credentials.secret) return world;
      return fail(401, 'unauthorized_credentials', 'The sandbox has no world of this project id and secret.');
    },
  };
}

/** Project id in a path: paths that need no secret contain it. */
const projectIn = (path: string): string | undefined =>
  /^\/v1\/(?:public|(?:b2b\/)?sessions\/jwks)\/(project-[^/]+)/.exec(path)?.[1];

/** Id and secret of a Basic header; undefined without one. */
function basicIn({ headers }: IncomingRequest): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: secret.join(':') };
}

/** Ids of the operations of a kind of project that can fail on demand. */
export const failingOperationsOf = <S extends ProjectStore, Look extends Shown>({
  domains,
}: SandboxKind<S, Look>): ReadonlySet<string> => new Set([...builtOperations(domains), ...OAUTH_OPERATIONS]);

/** @param identity default: that of the seed */
async function createWorld<S extends ProjectStore, Look extends Shown>(
  kind: SandboxKind<S, Look>,
  { origin, now, closed }: Ground,
  seed: WorldSeed,
  identity?: Identity,
): Promise<World<S, Look>> {
  const clock = createSandboxClock(now);
  const operations = failingOperationsOf(kind);
  const failures = createFailures(operations);
  const calls = createCalls(operations);
  const described = typeof seed === 'string' ? undefined : objectAt('seed', seed);
  if (described) checkParts('seed', described, kind.fillings);

  const ending = new AbortController();

  const begin = async (replaced?: S) => {
    const store = seed === 'default' ? kind.seed(clock.now) : kind.empty(clock.now);
    if (replaced) keepPostman(replaced, store);
    store.origin = origin;
    if (identity) Object.assign(store, identity);
    kind.listening(store);
    const route = await createRouter(kind, store);
    if (identity) kind.distinguish(store);
    if (described) {
      const maker = createMaker(route, store);
      await fillProject(store, described, maker);
      await kind.fill(store, described, maker);
    }
    return { store, route };
  };
  let { store, route } = await begin();

  const answer = async (incoming: IncomingRequest) =>
    (await answerOauthRequest(kind, store, incoming)) ?? kind.otherProtocol(store, incoming) ?? route(incoming);

  return {
    get store() {
      return store;
    },
    clock,
    failures,
    calls,
    async answer(incoming) {
      const oauthOperation = oauthOperationOf(incoming);
      const operation = oauthOperation ?? operationIdOf(incoming);
      const { method, path } = incoming;
      const record = (status: number | null, error_type: string | null) =>
        calls.add({ operation: operation ?? null, method, path, status, error_type, at: clock.now().toISOString() });
      const failure = failures.take(operation, incoming.headers[SANDBOX_FAILURE_HEADER]);
      return failing(failure, oauthOperation !== undefined, () => answer(incoming), closed).then(
        (reply) => {
          const isBroken = reply.connection === 'hang' || reply.connection === 'reset';
          record(isBroken ? null : reply.status, isBroken ? null : errorTypeOf(reply));
          return reply;
        },
        (error: unknown) => {
          record(error instanceof SandboxError ? error.status : 500, error instanceof SandboxError ? error.type : null);
          throw error;
        },
      );
    },
    overview: () => kind.overviewOf(store),
    look: () => kind.worldOf(store),
    async reset() {
      clock.reset();
      ({ store, route } = await begin(store));
      failures.clear();
      calls.clear();
    },
    end: () => ending.abort(),
    ended: ending.signal,
  };
}

const errorTypeOf = ({ status, body }: HttpReply): string | null => {
  if (status < 400 || typeof body !== 'object') return null;
  if ('error_type' in body) return String(body.error_type);
  return 'error' in body ? String(body.error) : null;
};

/** Handles a request, with the injected failure if there is one. */
async function failing(
  failure: CallFailure | undefined,
  isOauth: boolean,
  answer: () => Promise<HttpReply>,
  signal: AbortSignal,
): Promise<HttpReply> {
  if (!failure) return answer();
  const { delay_ms, connection } = failure;
  if (delay_ms !== undefined) await sleep(delay_ms, undefined, { signal }).catch(() => {});
  const error = errorReplyOf(failure, isOauth);
  if (error) return error;
  if (connection === undefined) return answer();
  if (connection === 'hang') return { status: 200, body: {}, connection };
  if (connection === 'reset_before') return { status: 200, body: {}, connection: 'reset' };
  return { ...(await answer()), connection: connection === 'reset_after' ? 'reset' : connection };
}
