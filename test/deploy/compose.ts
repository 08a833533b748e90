/** Compose files as `docker compose` renders them, and their dangling references. Needs no Docker engine. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

const matching = (form: RegExp) => v.pipe(v.string(), v.regex(form));
const names = v.array(matching(/^[\w-]+$/));

const service = v.strictObject({
  build: v.optional(v.strictObject({ context: v.string(), dockerfile: v.string() })),
  image: v.string(),
  command: v.optional(v.array(v.string())),
  environment: v.optional(v.record(v.string(), v.string()), {}),
  healthcheck: v.optional(
    v.strictObject({
      test: v.pipe(v.array(v.string()), v.minLength(2)),
      interval: matching(/^\d+s$/),
      timeout: matching(/^\d+s$/),
      retries: v.number(),
    }),
  ),
  depends_on: v.optional(v.record(v.string(), v.strictObject({ condition: v.literal('service_healthy') })), {}),
  network_mode: v.optional(matching(/^service:[\w-]+$/)),
  networks: v.optional(names),
  ports: v.optional(v.array(matching(/^(127\.0\.0\.1:)?\d+:\d+$/)), []),
  volumes: v.optional(v.array(matching(/^\.\/[\w.]+:\/[\w./]+:ro$/)), []),
  secrets: v.optional(names, []),
  user: v.optional(v.string()),
  init: v.optional(v.literal(true)),
  stop_grace_period: v.optional(matching(/^\d+s$/), '10s'),
  mem_limit: v.optional(matching(/^\d+m$/)),
  // Every service has these.
  read_only: v.literal(true),
  cap_drop: v.strictTuple([v.literal('ALL')]),
  security_opt: v.strictTuple([v.literal('no-new-privileges:true')]),
  restart: v.literal('unless-stopped'),
});

const composeFile = v.looseObject({
  name: v.string(),
  services: v.record(v.string(), service),
  networks: v.optional(v.record(v.string(), v.strictObject({ internal: v.optional(v.boolean()) })), {}),
  secrets: v.optional(v.record(v.string(), v.strictObject({ file: matching(/^\.\//) })), {}),
});

export type ComposeService = v.InferOutput<typeof service>;
export type ComposeFile = v.InferOutput<typeof composeFile>;

/** A variable in the text of a compose file: its name, the operator after it, and the default or message. */
const variable = /\$\{(\w+)(?::([-?])([^}]*))?\}/g;

/** Names of the variables that a compose file reads from the environment or from `.env`. */
export const variablesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(variable)].map(([, name = '']) => name)),
];

/**
 * A compose file with its variables replaced and its fragments merged.
 *
 * @throws Error if a required variable is missing, or has neither a default nor a message; ValiError for a property
 * that is unknown or has an unexpected form
 */
export function renderCompose(text: string, given: Readonly<Record<string, string>> = {}): ComposeFile {
  const filled = (value: string) =>
    value.replaceAll(variable, (all, name: string, kind: string | undefined, rest: string | undefined) => {
      const found = given[name] || (kind === '-' ? rest : undefined);
      if (found !== undefined) return found;
      throw new Error(kind === '?' ? `${name}: ${rest}` : `${all} has no default and no message.`);
    });
  const fill = (_: unknown, value: unknown) => (typeof value === 'string' ? filled(value) : value);
  return v.parse(composeFile, parse(text, fill, { merge: true }));
}

/** The service whose network another service shares. */
const hostOf = (name: string, { services }: ComposeFile): string =>
  services[name]?.network_mode?.replace('service:', '') ?? name;

const networksOf = (name: string, file: ComposeFile): readonly string[] =>
  file.services[hostOf(name, file)]?.networks ?? ['default'];

/** Errors of an address that a service refers to by name, such as `redis:6379`. */
function addressFaults(from: string, address: string, file: ComposeFile): string[] {
  const [host = '', port] = address.split(':');
  const faults: string[] = [];
  if (!file.services[host]) return [`${from} asks ${address}, and there is no service ${host}`];
  const shared = networksOf(from, file).filter((network) => networksOf(host, file).includes(network));
  if (shared.length === 0) faults.push(`${from} asks ${address}, and shares no network with it`);
  const listening = Object.keys(file.services)
    .filter((name) => hostOf(name, file) === host)
    .map((name) => file.services[name]?.environment['PORT'] ?? (name === 'redis' ? '6379' : undefined));
  if (!listening.includes(port)) faults.push(`${from} asks ${address}, where none listens`);
  return faults;
}

/** Dangling references of one service. */
function serviceFaults(name: string, one: ComposeService, file: ComposeFile, folder: string): string[] {
  const { services, networks, secrets } = file;
  const faults: string[] = [];
  const wants = (ok: boolean, fault: string): void => {
    if (!ok) faults.push(`${name}: ${fault}`);
  };
  const isBuilt = (image: string) =>
    Object.values(services).some(({ build, ...other }) => build && other.image === image);
  for (const awaited of Object.keys(one.depends_on)) {
    const other = services[awaited];
    // The gateway's image has its own health check.
    wants(other?.healthcheck !== undefined || other?.image === 'stytch-graphql', `${awaited} never becomes healthy`);
  }
  if (one.network_mode) wants(hostOf(name, file) in services, `no service for ${one.network_mode}`);
  for (const network of one.networks ?? []) wants(network in networks, `no network ${network}`);
  for (const secret of one.secrets) wants(secret in secrets, `no secret ${secret}`);
  for (const volume of one.volumes) {
    const [path = ''] = volume.split(':');
    if (!existsSync(join(folder, path))) {
      faults.push(`${name}: no file ${path}`);
      continue;
    }
    const text = readFileSync(join(folder, path), 'utf8');
    const used = new Set([...text.matchAll(/\$\{(\w+)\}|defined\((\w+)\)/g)].map(([, a, b]) => a ?? b ?? ''));
    const optional = new Set([...text.matchAll(/defined\((\w+)\)/g)].map(([, variable = '']) => variable));
    for (const variable of used)
      wants(variable in one.environment || optional.has(variable), `no ${variable} for ${path}`);
    for (const variable of Object.keys(one.environment)) wants(used.has(variable), `${path} does not read ${variable}`);
  }
  if (one.build) {
    wants(existsSync(join(folder, one.build.context, one.build.dockerfile)), 'no Dockerfile');
  }
  wants(one.image.includes(':') || isBuilt(one.image), `${one.image} is never built`);
  for (const port of one.ports) wants(port.split(':').at(-1) === one.environment['PORT'], `none listens at ${port}`);
  for (const [variable, value] of Object.entries(one.environment)) {
    const secret = value.replace(/^\/run\/secrets\//, '');
    if (secret !== value) wants(one.secrets.includes(secret), `${variable} names a secret that is not given`);
    if (variable.startsWith('GATEWAY_') && /^[\w-]+:\d+$/.test(value)) faults.push(...addressFaults(name, value, file));
    if (variable === 'REDIS_URL') faults.push(...addressFaults(name, new URL(value).host, file));
  }
  return faults;
}

/**
 * Dangling references of a rendered compose file.
 *
 * @param path path of the file, because paths in it are relative to its folder
 */
export const danglingReferences = (file: ComposeFile, path: string): string[] =>
  Object.entries(file.services).flatMap(([name, one]) => serviceFaults(name, one, file, dirname(path)));
