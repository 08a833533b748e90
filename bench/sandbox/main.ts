/**
 * Cost of worlds of a sandbox: `node bench/sandbox/main.ts`. Starts the sandbox in a separate process and calls it over
 * the socket, so that the client's CPU time is not counted as the sandbox's.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Pool } from 'undici';

const WORLDS = 200;
const REQUESTS = 4_000;
const CONCURRENCY = 16;

/** Resource usage that the sandbox process reports. */
interface Usage {
  readonly rss: number;
  readonly heap: number;
  readonly cpuMicros: number;
}

type Kind = 'b2b' | 'consumer';

const isUsage = (message: unknown): message is Usage =>
  typeof message === 'object' && message !== null && 'cpuMicros' in message;

async function start(kind: Kind) {
  const child = fork(new URL('process.ts', import.meta.url), [kind], { execArgv: ['--expose-gc'] });
  const [origin] = await once(child, 'message');
  if (typeof origin !== 'string') throw new Error('The sandbox did not start.');
  const pool = new Pool(origin, { connections: CONCURRENCY });
  return {
    async send(method: 'GET' | 'POST', path: string, as: Project | undefined, body?: object): Promise<unknown> {
      const response = await pool.request({
        method,
        path,
        headers: {
          'content-type': 'application/json',
          ...(as ? { authorization: `Basic ${Buffer.from(`${as.project_id}:${as.secret}`).toString('base64')}` } : {}),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      const answer: unknown = await response.body.json();
      if (response.statusCode !== 200) throw new Error(`${path}: ${JSON.stringify(answer)}`);
      return answer;
    },
    /** @param asked `after collection` for the heap after garbage collection */
    async usage(asked: 'now' | 'after collection'): Promise<Usage> {
      child.send(asked);
      const [message] = await once(child, 'message');
      if (!isUsage(message)) throw new Error('The sandbox did not report its usage.');
      return message;
    },
    async close(): Promise<void> {
      await pool.close();
      child.kill();
      await once(child, 'exit');
    },
  };
}

interface Project {
  readonly project_id: string;
  readonly secret: string;
}

const isProject = (response: unknown): response is Project =>
  typeof response === 'object' && response !== null && 'project_id' in response;

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** Requests by kind: a search, a read of the project, and a mail. */
const requests: Readonly<Record<Kind, readonly (readonly ['GET' | 'POST', string, object?])[]>> = {
  b2b: [
    ['POST', '/v1/b2b/organizations/search', { limit: 1 }],
    ['GET', '/v1/b2b/organizations/fernhill-bakery'],
    ['POST', '/v1/b2b/magic_links/email/discovery/send', { email_address: 'ada@fernhill.example' }],
  ],
  consumer: [
    ['POST', '/v1/users/search', { limit: 1 }],
    ['GET', '/v1/rbac/policy'],
    ['POST', '/v1/magic_links/email/login_or_create', { email: 'ada@lovelace.example' }],
  ],
};

for (const kind of ['b2b', 'consumer'] as const) {
  const sandbox = await start(kind);
  const create = async (seed: 'default' | 'empty'): Promise<Project> => {
    const made = await sandbox.send('POST', '/sandbox/worlds', undefined, { seed });
    if (!isProject(made)) throw new Error('No world was made.');
    return made;
  };
  await create('default');
  const before = await sandbox.usage('after collection');
  const times: number[] = [];
  const worlds: Project[] = [];
  for (let count = 0; count < WORLDS; count += 1) {
    const began = performance.now();
    worlds.push(await create('default'));
    times.push(performance.now() - began);
  }
  const [first] = worlds;
  if (!first) throw new Error('The sandbox made no world.');
  const resets: number[] = [];
  for (let count = 0; count < 20; count += 1) {
    const began = performance.now();
    await sandbox.send('POST', '/sandbox/reset', first, {});
    resets.push(performance.now() - began);
  }
  const full = await sandbox.usage('after collection');
  console.log(
    `${kind}: a seeded world in ${median(times).toFixed(1)} ms (slowest ${Math.max(...times).toFixed(1)}), reset in ${median(resets).toFixed(1)} ms; ` +
      `${WORLDS} worlds: ${megabytes(full.heap - before.heap)} of heap, process ${megabytes(full.rss)}`,
  );
  for (const [method, path, body] of requests[kind]) {
    let asked = 0;
    const ask = async (total: number) => {
      while (asked < total) {
        asked += 1;
        await sandbox.send(method, path, worlds[asked % worlds.length], body);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENCY }, () => ask(REQUESTS / 4)));
    asked = 0;
    const from = await sandbox.usage('now');
    const began = performance.now();
    await Promise.all(Array.from({ length: CONCURRENCY }, () => ask(REQUESTS)));
    const seconds = (performance.now() - began) / 1_000;
    const cpu = ((await sandbox.usage('now')).cpuMicros - from.cpuMicros) / 1e6;
    console.log(
      `  ${method} ${path}: ${(REQUESTS / cpu).toFixed(0)} requests a second of CPU time, ${(REQUESTS / seconds).toFixed(0)} a second by the clock`,
    );
  }
  await sandbox.close();
}
