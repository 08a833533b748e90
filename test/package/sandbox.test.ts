/** The sandbox as a library. */
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { createGateway, type Gateway } from '../../src/package/index.ts';
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

describe('a gateway over a sandbox', () => {
  const ask = async ({ fetch }: Gateway, query: string, token: string) => {
    const response = await fetch(
      new Request('http://localhost/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query }),
      }),
    );
    return response.json();
  };
  const gatewayOver = (sandbox: Pick<Sandbox, 'settings'>) => {
    const gateway = createGateway({ ...sandbox.settings, LOG_LEVEL: 'silent' });
    onTestFinished(gateway.close);
    return gateway;
  };
  const KIND = '{ viewer { kind } }';

  it('goes by the clock of a B2B sandbox: a session JWT that was good ends, and a new one is taken', async () => {
    const sandbox = await open();
    const gateway = gatewayOver(sandbox);
    const { session_jwt } = (await sandbox.world()).credentials.member;
    expect(await ask(gateway, KIND, session_jwt)).toEqual({ data: { viewer: { kind: 'MEMBER' } } });
    sandbox.clock.advance({ minutes: 6 });
    expect(await ask(gateway, KIND, session_jwt)).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    const later = (await sandbox.world()).credentials.member.session_jwt;
    expect(await ask(gateway, KIND, later)).toEqual({ data: { viewer: { kind: 'MEMBER' } } });
  });

  it('shows what the next calls fail with, and goes on after them', async () => {
    const sandbox = await open();
    const gateway = gatewayOver(sandbox);
    const { project_id } = await sandbox.world();
    const project = '{ project { projectId } }';
    const good = { data: { project: { projectId: project_id } } };
    expect(await ask(gateway, project, 'sgk_sandbox_admin')).toEqual(good);
    const operation = 'api_debug_v1_Whoami';
    sandbox.failures.next({ operation, fault: 'error', error_type: 'too_many_requests', retry_after: 3600 });
    expect(await ask(gateway, project, 'sgk_sandbox_admin')).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(sandbox.failures.list()).toEqual([]);
    sandbox.failures.share(1, { operation, fault: 'reset' });
    expect(sandbox.failures.list()).toMatchObject([{ share: 1 }]);
    sandbox.failures.clear();
    expect(() => sandbox.failures.next({ fault: 'cut' }, 0)).toThrow('next:');
  });

  it('is of a consumer project where the sandbox is', async () => {
    const sandbox = await startSandbox({ vertical: 'consumer' });
    onTestFinished(sandbox.close);
    expect(sandbox.settings.STYTCH_VERTICAL).toBe('consumer');
    expect((await sandbox.world()).credentials.ada.session_jwt).toContain('.');
  });
});
