/** The contestants: how each is started, and its queries. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importJWK, SignJWT } from 'jose';
import { keyId, signingKey } from '../../src/sandbox/shared/signing-key.ts';
import { fromMeshData, toMeshQuery } from './contestants/mesh.ts';
import { gatewayProgram, type ProgramSpec } from './process.ts';
import { type B2bQueryName, type BenchQuery, benchCaller, isB2b, type QueryName, queryFor } from './queries.ts';
import { organizationWith, project, VARIANTS } from './world.ts';

/** A request to a contestant, and the reader of its response. */
export interface ContestantRequest {
  body: BenchQuery;
  /** The data in the shape of this gateway's graph. */
  read: (data: unknown) => unknown;
}

/** A measured server. */
export interface Contestant {
  name: string;
  path: string;
  /** Credentials of the caller of each variant. */
  headers: (variant: number) => Readonly<Record<string, string>>;
  program: (port: number, upstream: string) => ProgramSpec;
  /** The request for a variant of a query; a reason if the contestant cannot run it. */
  question: (name: QueryName, variant: number) => ContestantRequest | string;
}

const API_KEY = 'sgk_of_the_bench_0123456789abcdef';
const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const node = (script: string, environment: ProgramSpec['environment']): ProgramSpec => ({
  file: process.execPath,
  arguments: [file(script)],
  environment,
});
const asGiven = (body: BenchQuery): ContestantRequest => ({ body, read: (data) => data });
/** A contestant over a B2B project. */
const overB2b =
  (ask: (name: B2bQueryName, variant: number) => ContestantRequest | string): Contestant['question'] =>
  (name, variant) =>
    isB2b(name) ? ask(name, variant) : 'it serves a B2B project';
const byKey = () => ({ authorization: `Bearer ${API_KEY}` });

/** Environment of a server that is written for the bench. */
const told = (port: number, upstream: string) => ({
  PORT: String(port),
  UPSTREAM: upstream,
  PROJECT_ID: project.id,
  PROJECT_SECRET: project.secret,
  API_KEY,
});

const raw: Contestant = {
  name: 'raw',
  path: '/graphql',
  headers: byKey,
  program: (port, upstream) => node('contestants/raw.ts', told(port, upstream)),
  question: (query, variant) => asGiven(queryFor(query, variant)),
};

/**
 * This gateway as an operator runs it: every protection on, metrics collected, one log line per operation. One default
 * is changed: the stub accepts more searches per minute than Stytch. `folder` is a checkout.
 */
const gateway =
  (folder: string, environment: ProgramSpec['environment'] = {}) =>
  (port: number, upstream: string): ProgramSpec =>
    gatewayProgram(folder, {
      ...environment,
      PORT: String(port),
      STYTCH_PROJECT_ID: project.id,
      STYTCH_SECRET: project.secret,
      STYTCH_BASE_URL: upstream,
      UPSTREAM_SEARCHES_PER_MINUTE: '999999',
      METRICS_PORT: '0',
      GATEWAY_API_KEYS: `bench:${createHash('sha256').update(API_KEY).digest('hex')}:admin`,
    });

/** Apollo Server with its REST data source and DataLoader; with `batched`, loaders use the searches of the API. */
const apollo = (name: string, batched: boolean): Contestant => ({
  name,
  path: '/',
  headers: byKey,
  program: (port, upstream) => node('peers/apollo.js', { ...told(port, upstream), ...(batched ? { BATCH: '1' } : {}) }),
  question: overB2b((query, variant) => asGiven(queryFor(query, variant))),
});

const mesh: Contestant = {
  name: 'mesh',
  path: '/graphql',
  headers: byKey,
  program: (port, upstream) => node('peers/mesh.js', told(port, upstream)),
  question: overB2b((query, variant) => ({ body: toMeshQuery(query, variant), read: fromMeshData })),
};

/** Tailcall, configured by a file. It starts only if the system's C library is at least as new as the one it needs. */
const tailcall: Contestant = {
  name: 'tailcall',
  path: '/graphql',
  headers: byKey,
  program: (port, upstream) => {
    const configuration = join(mkdtempSync(join(tmpdir(), 'bench-')), 'tailcall.graphql');
    const credentials = Buffer.from(`${project.id}:${project.secret}`).toString('base64');
    const text = readFileSync(file('peers/tailcall.graphql'), 'utf8')
      .replaceAll('PORT', String(port))
      .replaceAll('UPSTREAM', upstream)
      .replaceAll('AUTHORIZATION', `Basic ${credentials}`);
    writeFileSync(configuration, text);
    return {
      file: file('peers/node_modules/@tailcallhq/core-linux-x64-gnu/bin/tailcall'),
      arguments: ['start', configuration],
      environment: { TAILCALL_TRACKER: 'false' },
    };
  },
  question: overB2b((query, variant) => asGiven(queryFor(query, variant))),
};

const ours = (folder: string, name: string, ask = queryFor): Contestant => ({
  name,
  path: '/graphql',
  headers: byKey,
  program: gateway(folder),
  question: overB2b((query, variant) => asGiven(ask(query, variant))),
});

/** Another checkout, which is queried by the names of its own graph. */
async function oursBefore(folder: string): Promise<Contestant> {
  const queries: typeof import('./queries.ts') = await import(join(resolve(folder), 'bench/gateway/queries.ts'));
  return ours(folder, 'ours-before', queries.queryFor);
}

/** JWT of a session of a member with all rights in their organization, valid for longer than the bench runs. */
async function sessionJwt(variant: number): Promise<string> {
  const caller = benchCaller(variant);
  const owner = organizationWith(caller?.organization_id);
  if (!caller || !owner) throw new Error('the world of the bench has a member');
  return new SignJWT({
    iss: `stytch.com/${project.id}`,
    aud: [project.id],
    sub: caller.member_id,
    'https://stytch.com/session': { id: 'session-test-of-the-bench', roles: ['stytch_member', 'stytch_admin'] },
    'https://stytch.com/organization': { organization_id: owner.organization_id, slug: owner.organization_slug },
  })
    .setIssuedAt()
    .setExpirationTime('2h')
    .setProtectedHeader({ alg: 'RS256', kid: keyId, typ: 'JWT' })
    .sign(await importJWK(signingKey, 'RS256'));
}

const oursAsMember = (folder: string, jwts: readonly string[]): Contestant => ({
  name: 'ours-member',
  path: '/graphql',
  headers: (variant) => ({ authorization: `Bearer ${jwts[variant]}` }),
  program: gateway(folder),
  question: overB2b((query, variant) =>
    query === 'MembersToOrganizations' ? 'members see their own organization only' : asGiven(queryFor(query, variant)),
  ),
});

const oursForConsumers = (folder: string): Contestant => ({
  name: 'ours-consumer',
  path: '/graphql',
  headers: byKey,
  program: gateway(folder, { STYTCH_VERTICAL: 'consumer' }),
  question: (query, variant) => (isB2b(query) ? 'it serves a consumer project' : asGiven(queryFor(query, variant))),
});

/** Checkouts of this gateway that take part. */
export interface Checkouts {
  /** The measured checkout. Default: this one. */
  ours?: string | undefined;
  /** Another checkout to compare with, such as the commit before a change. */
  before?: string | undefined;
}

/** All contestants, the baseline first. */
export async function allContestants({ ours: folder = file('../..'), before }: Checkouts): Promise<Contestant[]> {
  const jwts = await Promise.all(Array.from({ length: VARIANTS }, (_, variant) => sessionJwt(variant)));
  return [
    raw,
    ours(folder, 'ours'),
    oursAsMember(folder, jwts),
    oursForConsumers(folder),
    apollo('apollo', false),
    apollo('apollo-batched', true),
    mesh,
    tailcall,
    ...(before === undefined ? [] : [await oursBefore(before)]),
  ];
}
