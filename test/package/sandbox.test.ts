/** The sandbox as a library. */
import { afterEach, describe, expect, it } from 'vitest';
import { createGateway } from '../../src/package/index.ts';
import { type Sandbox, startSandbox, type World } from '../../src/package/sandbox.ts';

const opened: Sandbox[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
const open = async (): Promise<Sandbox> => {
  const sandbox = await startSandbox();
  opened.push(sandbox);
  return sandbox;
};

/** Sends a request like Stytch's SDKs. */
const send = (
  { origin, projectId, secret }: Pick<World, 'origin' | 'projectId' | 'secret'>,
  path: string,
  body: object,
) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`,
    },
    body: JSON.stringify(body),
  });

const mail = async (sandbox: World): Promise<string> => {
  const { email_address, organization_id } = (await sandbox.world()).credentials.member;
  await send(sandbox, '/v1/b2b/magic_links/email/login_or_signup', { email_address, organization_id });
  return email_address;
};

describe('a sandbox', () => {
  it('takes 50 ms to start after the first of a process', async () => {
    await open();
    const times: number[] = [];
    for (let count = 0; count < 9; count += 1) {
      const began = performance.now();
      await open();
      times.push(performance.now() - began);
    }
    const [median = 0] = times.toSorted((one, other) => one - other).slice(4);
    console.log(`\n  a sandbox starts in ${median.toFixed(0)} ms\n`);
    expect(median).toBeLessThan(50);
  });

  it('shares nothing with another', async () => {
    const [one, other] = [await open(), await open()];
    const address = await mail(one);
    expect(one.outbox.messages(address)).toHaveLength(1);
    expect(one.outbox.latest(address).link).toContain('token=');
    expect(other.outbox.messages()).toEqual([]);
    expect(() => other.outbox.latest(address)).toThrow(`The sandbox has sent nothing to ${address}.`);
  });

  it('has a clock of its own, by which links end', async () => {
    const sandbox = await open();
    const follow = async () => {
      const token = new URL(sandbox.outbox.latest(await mail(sandbox)).link ?? '').searchParams.get('token');
      return async () => (await send(sandbox, '/v1/b2b/magic_links/authenticate', { magic_links_token: token })).status;
    };
    expect(await (await follow())()).toBe(200);
    const late = await follow();
    sandbox.clock.advance({ hours: 1, minutes: 1 });
    expect(await late()).toBe(401);
    expect(sandbox.clock.now().getTime() - Date.now()).toBeGreaterThan(60 * 60_000);
  });

  it('returns each message once from next, oldest first, and waits for those to come', async () => {
    const sandbox = await open();
    const address = await mail(sandbox);
    await mail(sandbox);
    const [one, two] = [await sandbox.outbox.next(address), await sandbox.outbox.next(address.toUpperCase())];
    expect(two.sequence).toBe(one.sequence + 1);
    const [three, four] = [sandbox.outbox.next(address), sandbox.outbox.next(address)];
    await mail(sandbox);
    await mail(sandbox);
    expect([await three, await four].map(({ sequence }) => sequence).toSorted()).toEqual([3, 4]);
    await expect(sandbox.outbox.next(address, { seconds: 0.1 })).rejects.toThrow(/nothing more to/);
    sandbox.outbox.clear();
    expect(sandbox.outbox.messages()).toEqual([]);
  });

  it('has worlds beside its first, with a project, a clock, failures, an outbox and calls of their own', async () => {
    const sandbox = await open();
    const [one, other] = [await sandbox.worlds.create(), await sandbox.worlds.create()];
    one.clock.advance({ days: 1 });
    one.failures.next({ operation: 'api_organization_v1_Search', error: { error_type: 'too_many_requests' } });
    const search = ({ origin, projectId, secret }: World) =>
      send({ origin, projectId, secret }, '/v1/b2b/organizations/search', {}).then(({ status }) => status);
    expect([await search(other), await search(one), await search(one)]).toEqual([200, 429, 200]);
    expect(one.calls.list().map(({ status }) => status)).toEqual([429, 200]);
    expect(other.calls.list('api_organization_v1_Search')).toHaveLength(1);
    expect(sandbox.calls.list()).toEqual([]);
    const address = await mail(one);
    expect((await one.outbox.next(address)).to).toBe(address);
    expect(other.outbox.messages()).toEqual([]);
    expect(one.clock.now().getTime() - other.clock.now().getTime()).toBeGreaterThan(86_000_000);
    await one.reset();
    expect(one.calls.list()).toEqual([]);
    // The sequence continues after a reset, so an `after` from before it is still valid.
    const next = one.outbox.next(address);
    await one.reset();
    await mail(one);
    expect((await next).sequence).toBe(2);
    expect(one.clock.now().getTime() - other.clock.now().getTime()).toBeLessThan(10_000);
    const never = expect(one.outbox.next('ann@where.example')).rejects.toThrow('The world has ended.');
    one.end();
    await never;
    expect([await search(one), await search(other)]).toEqual([401, 200]);
  });

  it('serves a gateway over each world', async () => {
    const sandbox = await open();
    const world = await sandbox.worlds.create({
      seed: {
        organizations: [
          {
            organization_name: 'Fleet',
            organization_slug: 'fleet',
            members: [
              { email_address: 'anne@fleet.example', roles: ['stytch_admin'] },
              { email_address: 'b@c.example' },
            ],
          },
        ],
      },
    });
    const gateway = createGateway({ ...world.settings, LOG_LEVEL: 'silent' }, { now: world.clock.now });
    const ask = async (query: string, token: string): Promise<unknown> => {
      const request = new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      });
      return (await gateway.fetch(request)).json();
    };
    try {
      const { admin } = (await world.world()).credentials;
      expect(admin.email_address).toBe('anne@fleet.example');
      expect(await ask('{ viewer { kind } }', admin.session_jwt)).toEqual({ data: { viewer: { kind: 'MEMBER' } } });
      const stranger = (await sandbox.world()).credentials.admin.session_jwt;
      expect(await ask('{ viewer { kind } }', stranger)).toMatchObject({
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    } finally {
      await gateway.close();
    }
  });

  it('says which property of a described world is wrong', async () => {
    const sandbox = await open();
    await expect(sandbox.worlds.create({ seed: { organizations: [{}] } })).rejects.toThrow(/^seed\.organizations\.0: /);
    await expect((await sandbox.worlds.create({ seed: 'empty' })).world()).rejects.toThrow(/no admin/);
  });
});
