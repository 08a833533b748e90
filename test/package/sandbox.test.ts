/** The sandbox as a library. */
import { afterEach, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../src/package/sandbox.ts';

const opened: Sandbox[] = [];
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});
const open = async (): Promise<Sandbox> => {
  const sandbox = await startSandbox();
  opened.push(sandbox);
  return sandbox;
};

/** Sends a request as Stytch's SDKs do. */
const send = ({ origin, projectId, secret }: Sandbox, path: string, body: object) =>
  fetch(`${origin}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`,
    },
    body: JSON.stringify(body),
  });

const mail = async (sandbox: Sandbox): Promise<string> => {
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
});
