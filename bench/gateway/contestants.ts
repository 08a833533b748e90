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

/** What a contestant is asked, and what its answer says. */
export interface ContestantRequest {
  body: BenchQuery;
  /** The data as this gateway's graph shapes it. */
  read: (data: unknown) => unknown;
}

/** One who takes part. */
export interface Contestant {
  name: string;
  path: string;
  /** Who asks, in each of the variants. */
  headers: (variant: number) => Readonly<Record<string, string>>;
  program: (port: number, upstream: string) => ProgramSpec;
  /** How it is asked one of the variants of a query; a reason where it cannot be. */
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

/** What a server written for the bench is told. */
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
 * This gateway as an operator runs it: every protection on, metrics collected, a log line an operation. Of the defaults one is
 * changed: the stub takes more searches a minute than Stytch does. `folder` is a checkout.
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

/** Apollo Server with its REST data source and DataLoader; `batched` where loaders use the searches of the API too. */
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

/** Tailcall is told everything by a file. It starts only where the system's C library is as new as its own. */
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

/** Another checkout, which is asked in the words of its own graph. */
async function oursBefore(folder: string): Promise<Contestant> {
  const queries: typeof import('./queries.ts') = await import(join(resolve(folder), 'bench/gateway/queries.ts'));
  return ours(folder, 'ours-before', queries.queryFor);
}

/** A session of a member who may do everything in their organization, good for longer than the bench runs. */
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

/** Which checkouts of this gateway take part. */
export interface Checkouts {
  /** The one that is measured; this one when not given. */
  ours?: string | undefined;
  /** Another one to hold it against, such as the commit before a change. */
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
