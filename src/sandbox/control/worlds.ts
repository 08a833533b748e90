/** The worlds of a sandbox: each a project of its own, with all that it holds, its clock, failures, messages and calls. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { SANDBOX_FAILURE_HEADER } from '../../stytch/client/sandbox-failure.ts';
import { fail, Refusal } from '../errors.ts';
import type { Incoming } from '../http.ts';
import type { Overview, SandboxKind, Shown } from '../kind.ts';
import { answerOauthRequest, OAUTH_OPERATIONS, oauthOperationOf } from '../oauth-server/server.ts';
import type { Reply } from '../reply.ts';
import { builtOperations, createRouter, operationIdOf } from '../router.ts';
import { opaqueToken } from '../shared/tokens.ts';
import type { ProjectStore } from '../store.ts';
import { type Calls, createCalls } from './calls.ts';
import { createSandboxClock, type SandboxClock } from './clock.ts';
import { type CallFailure, createFailures, errorReplyOf, type Failures } from './failures.ts';
import { keepPostman } from './outbox.ts';
import { checkParts, createMaker, fillProject, objectAt, type WorldDescription } from './world-seed.ts';

/** Worlds that a sandbox has at most, the first among them. */
export const MAX_WORLDS = 1_000;

/** What a world begins with: the people of the documentation, nothing, or what a test describes (docs/sandbox.md). */
export type WorldSeed = 'default' | 'empty' | WorldDescription;

/** One world. */
export interface World<S extends ProjectStore, Look extends Shown> {
  /** Its state, which a reset replaces. */
  readonly store: S;
  readonly clock: SandboxClock;
  readonly failures: Failures;
  readonly calls: Calls;
  /** Answers a request to the API of its project. */
  readonly answer: (incoming: Incoming) => Promise<Reply>;
  /** What `GET /sandbox/world` answers. */
  readonly overview: () => Promise<Overview<Look>>;
  /**
   * The same of a world with people in it.
   *
   * @throws Error if there is nobody who could sign in
   */
  readonly look: () => Promise<Look>;
  /** Back to what it began with, project id and secret included. */
  readonly reset: () => Promise<void>;
  /** Ends it for those who wait for something of it. */
  readonly end: () => void;
  /** Aborts when it ends. */
  readonly ended: AbortSignal;
}

/** All worlds of a sandbox. */
export interface Worlds<S extends ProjectStore, Look extends Shown> {
  /** The first one, for requests that name no other. It never ends. */
  readonly first: World<S, Look>;
  /**
   * Makes one more.
   *
   * @throws Refusal that names what is wrong with the description
   */
  readonly create: (seed: WorldSeed, projectName?: string) => Promise<World<S, Look>>;
  readonly list: () => readonly World<S, Look>[];
  /** @throws Refusal for the first one, and where there is no such world */
  readonly end: (projectId: string) => void;
  /** The world that a request to the API is for. */
  readonly at: (incoming: Incoming) => World<S, Look>;
  /**
   * The world that a request to the sandbox itself is for.
   *
   * @throws Refusal for credentials that no world has
   */
  readonly controlledBy: (incoming: Incoming) => World<S, Look>;
}

/** What the worlds of a sandbox have in common. */
export interface Ground {
  readonly origin: string;
  /** What their clocks follow. */
  readonly now: () => Date;
  /** Aborts when the sandbox closes. */
  readonly closed: AbortSignal;
}

/** What a world is called. */
interface Identity {
  readonly projectId: string;
  readonly projectName: string;
  readonly secret: string;
}

/** Makes the first world, with the seed of its kind. */
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

/** The project that a path names: the paths of what needs no secret do. */
const projectIn = (path: string): string | undefined =>
  /^\/v1\/(?:public|(?:b2b\/)?sessions\/jwks)\/(project-[^/]+)/.exec(path)?.[1];

/** Id and secret of a Basic header; undefined for a request without one. */
function basicIn({ headers }: Incoming): { id: string; secret: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (encoded === undefined) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id, secret: secret.join(':') };
}

/** Ids of the operations of a kind of project that can fail on demand. */
export const failingOperationsOf = <S extends ProjectStore, Look extends Shown>({
  domains,
}: SandboxKind<S, Look>): ReadonlySet<string> => new Set([...builtOperations(domains), ...OAUTH_OPERATIONS]);

/** @param identity that of the seed where not given */
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

  const answer = async (incoming: Incoming) =>
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
          record(error instanceof Refusal ? error.status : 500, error instanceof Refusal ? error.type : null);
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

const errorTypeOf = ({ status, body }: Reply): string | null => {
  if (status < 400 || typeof body !== 'object') return null;
  if ('error_type' in body) return String(body.error_type);
  return 'error' in body ? String(body.error) : null;
};

/** Answers as the failure says, if there is one. */
async function failing(
  failure: CallFailure | undefined,
  isOauth: boolean,
  answer: () => Promise<Reply>,
  signal: AbortSignal,
): Promise<Reply> {
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
