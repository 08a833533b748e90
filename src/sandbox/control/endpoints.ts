/** Control endpoints at `/sandbox/...`, which manage the worlds of a sandbox. */
import * as v from 'valibot';
import { fail } from '../errors.ts';
import type { IncomingRequest } from '../http.ts';
import type { SandboxKind, Shown } from '../kind.ts';
import type { HttpReply } from '../reply.ts';
import { repeatedName } from '../shared/query.ts';
import type { ProjectStore } from '../store.ts';
import { showClock, turnClock } from './clock.ts';
import { clearOutbox, messagesOf, waitForMessages } from './outbox.ts';
import { pageOf } from './page.ts';
import { readObject } from './sent.ts';
import type { World, Worlds } from './worlds.ts';

/** Max seconds that `GET /sandbox/outbox` waits. */
export const MAX_WAIT_SECONDS = 60;

type ControlRequest = Record<string, unknown>;
type Control<S extends ProjectStore, Look extends Shown> = (
  world: World<S, Look>,
  sent: ControlRequest,
  path: string,
) => object | string | Promise<object | string>;

const number = (least: number, most: number) =>
  v.pipe(v.string(), v.regex(/^\d+(\.\d+)?$/), v.transform(Number), v.minValue(least), v.maxValue(most));
const outboxForm = v.strictObject({
  to: v.optional(v.string()),
  after: v.optional(number(0, Number.MAX_SAFE_INTEGER)),
  wait: v.optional(number(0, MAX_WAIT_SECONDS)),
});
const clearForm = v.strictObject({ to: v.optional(v.string()) });
const callsForm = v.strictObject({ operation: v.optional(v.string()) });
const failuresForm = v.strictObject({ failure_id: v.optional(v.string()) });
const pageForm = v.strictObject({ project_id: v.optional(v.string()) });
const emptyForm = v.strictObject({});
const worldForm = v.strictObject({
  project_name: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(200))),
  seed: v.optional(v.union([v.picklist(['default', 'empty']), v.record(v.string(), v.unknown())]), 'default'),
});

/** Validates a request. Rejects an invalid one with the name of the property. */
function read<Form extends v.GenericSchema>(form: Form, sent: ControlRequest): v.InferOutput<Form> {
  const { success, output, issues } = v.safeParse(form, sent);
  if (success) return output;
  const [issue] = issues;
  return fail(400, 'invalid_argument', `${v.getDotPath(issue) ?? 'The request'}: ${issue.message}.`);
}

/** Project id, name, secret and origin of a world. */
const identityOf = <S extends ProjectStore>({ store }: { readonly store: S }) => ({
  project_id: store.projectId,
  project_name: store.projectName,
  secret: store.secret,
  origin: store.origin,
});

/** Control endpoints by method and path. A `*` matches the last segment of a path. */
export const controlsOf = <S extends ProjectStore, Look extends Shown>(
  { endpoints }: SandboxKind<S, Look>,
  worlds: Worlds<S, Look>,
  closed: AbortSignal,
): Readonly<Record<string, Control<S, Look>>> => ({
  'GET /sandbox': (world, sent) => {
    const { project_id } = read(pageForm, sent);
    const shown = project_id === undefined ? world : worlds.list().find(({ store }) => store.projectId === project_id);
    if (!shown) return fail(404, 'project_not_found', 'No world has this project id.');
    return pageOf(
      shown,
      worlds.list().filter((other) => other !== shown),
    );
  },
  'POST /sandbox/worlds': async (_, sent) => {
    const { seed, project_name } = read(worldForm, sent);
    return identityOf(await worlds.create(seed, project_name));
  },
  'DELETE /sandbox/worlds/*': (_, sent, projectId) => {
    read(emptyForm, sent);
    worlds.end(projectId);
    return { project_id: projectId };
  },
  'POST /sandbox/reset': async (world, sent) => {
    read(emptyForm, sent);
    await world.reset();
    return identityOf(world);
  },
  'GET /sandbox/world': ({ overview }, sent) => {
    read(emptyForm, sent);
    return overview();
  },
  'GET /sandbox/outbox': async (world, sent) => {
    const { wait, ...asked } = read(outboxForm, sent);
    const messages = wait
      ? await waitForMessages(world, asked, { ms: wait * 1_000, signal: closed })
      : messagesOf(world.store, asked);
    return { messages };
  },
  'DELETE /sandbox/outbox': ({ store }, sent) => {
    clearOutbox(store, read(clearForm, sent));
    return { messages: messagesOf(store, {}) };
  },
  'GET /sandbox/calls': ({ calls }, sent) => ({ calls: calls.list(read(callsForm, sent).operation) }),
  'DELETE /sandbox/calls': ({ calls }, sent) => {
    read(emptyForm, sent);
    calls.clear();
    return { calls: calls.list() };
  },
  'GET /sandbox/clock': ({ clock }, sent) => {
    read(emptyForm, sent);
    return showClock(clock);
  },
  'POST /sandbox/clock': ({ clock }, sent) => turnClock(clock, sent),
  'GET /sandbox/failures': ({ failures }, sent) => {
    read(emptyForm, sent);
    return { failures: failures.list() };
  },
  'POST /sandbox/failures': ({ failures }, sent) => failures.add(sent),
  'DELETE /sandbox/failures': ({ failures }, sent) => {
    failures.clear(read(failuresForm, sent).failure_id);
    return { failures: failures.list() };
  },
  ...Object.fromEntries(
    Object.entries(endpoints).map(([route, endpoint]): [string, Control<S, Look>] => [
      route,
      ({ store }, sent) => endpoint(store, sent),
    ]),
  ),
});

/** Handles requests to control endpoints; undefined for any other request. */
export const ownEndpoints = <S extends ProjectStore, Look extends Shown>(
  kind: SandboxKind<S, Look>,
  worlds: Worlds<S, Look>,
  closed: AbortSignal,
) => {
  const controls = new Map(Object.entries(controlsOf(kind, worlds, closed)));
  return async (incoming: IncomingRequest): Promise<HttpReply | undefined> => {
    const { method, path, headers } = incoming;
    if (path !== '/sandbox' && !path.startsWith('/sandbox/')) return undefined;
    const [parent, last] = [path.slice(0, path.lastIndexOf('/')), path.slice(path.lastIndexOf('/') + 1)];
    const control = controls.get(`${method} ${path}`) ?? controls.get(`${method} ${parent}/*`);
    if (!control) return undefined;
    checkOrigin(headers);
    return { status: 200, body: await control(worlds.controlledBy(incoming), sentIn(incoming), last) };
  };
};

/**
 * Properties of a request: from the query of a GET, or of a DELETE without a body, else from the body. Rejects a
 * request with both.
 */
function sentIn({ method, query, body }: IncomingRequest): ControlRequest {
  const repeated = repeatedName(query);
  if (repeated !== undefined) fail(400, 'invalid_argument', `${repeated}: Send the parameter once.`);
  const parameters = Object.fromEntries(new URLSearchParams(query));
  if (method === 'GET' && body) fail(400, 'invalid_argument', 'A GET takes query parameters and no body.');
  if (method === 'GET' || (method === 'DELETE' && !body)) return parameters;
  const [name] = Object.keys(parameters);
  if (name !== undefined) fail(400, 'invalid_argument', `${name}: Send it in the body, since the request has one.`);
  return readObject(body);
}

/**
 * Rejects requests of pages of other origins, which browsers mark with `Origin`: such pages must not change the clock
 * or inject failures.
 */
function checkOrigin({ origin, host }: IncomingRequest['headers']): void {
  if (origin && origin !== `http://${host}`) {
    fail(403, 'forbidden', 'Pages of other origins may not use the endpoints of the sandbox itself.');
  }
}
