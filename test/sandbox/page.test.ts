/** The page of a sandbox, over the socket, for both kinds of project. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startSandboxFor } from '../../src/sandbox/by-vertical.ts';

const kinds = [
  {
    kind: 'b2b',
    search: '/v1/b2b/organizations/search',
    mail: (link: string): [string, object] => [
      '/v1/b2b/magic_links/email/discovery/send',
      { email_address: 'a<b>@where.example', discovery_redirect_url: link },
    ],
    names: ['Fernhill Bakery', 'ada@fernhill.example'],
  },
  {
    kind: 'consumer',
    search: '/v1/users/search',
    mail: (link: string): [string, object] => [
      '/v1/magic_links/email/login_or_create',
      { email: 'a<b>@where.example', login_magic_link_url: link, signup_magic_link_url: link },
    ],
    names: ['Ada Lovelace', 'ada@lovelace.example'],
  },
] as const;

describe.each(kinds)('the page of a $kind sandbox', ({ kind, search, mail, names }) => {
  let sandbox: Awaited<ReturnType<typeof startSandboxFor>>;
  beforeEach(async () => {
    sandbox = await startSandboxFor(kind, { port: 0 });
  });
  afterEach(() => sandbox.close());

  const post = (path: string, body: object) =>
    fetch(`${sandbox.origin}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`,
      },
      body: JSON.stringify(body),
    });
  const page = async (query = '') => {
    const response = await fetch(`${sandbox.origin}/sandbox${query}`);
    return { status: response.status, headers: response.headers, text: await response.text() };
  };

  it('has the world, its messages with their links, its failures and its calls', async () => {
    expect((await post(...mail('http://localhost:3000/here?a=1&b=2'))).status).toBe(200);
    await post('/sandbox/failures', { operation: 'oauth2_token', error: { error_type: 'too_many_requests' } });
    await post('/sandbox/clock', { to: '2077-01-01T00:00:00Z' });
    await post(search, {});
    const { status, headers, text } = await page();
    expect([status, headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const shown of [...names, sandbox.projectId, '2077-01-01T00:00:0', 'too_many_requests', search]) {
      expect(text).toContain(shown);
    }
    const [, href = ''] = /<a href="(http:\/\/localhost:3000\/here[^"]*)"/.exec(text) ?? [];
    const link = new URL(href.replaceAll('&amp;', '&'));
    expect([link.searchParams.get('b'), link.searchParams.get('token')]).toEqual([
      '2',
      new URL(sandbox.store.outbox[0]?.link ?? '').searchParams.get('token'),
    ]);
  });

  it('escapes text of others, and links to http and https only', async () => {
    const [message] = sandbox.store.outbox;
    expect(message).toBeUndefined();
    expect((await post(...mail('http://localhost:3000/"><script>alert(1)</script>'))).status).toBe(200);
    sandbox.store.outbox.unshift({
      sequence: 99,
      sent_at: '',
      channel: 'email',
      to: '"><img src=x>',
      subject: '<b>',
      link: 'javascript:alert(1)',
    });
    const world = await (await post('/sandbox/worlds', { project_name: '<i>Other</i>' })).json();
    const { text } = await page();
    expect(text).toContain('a&lt;b&gt;@where.example');
    expect(text).toContain('&lt;i&gt;Other&lt;/i&gt;');
    expect(text).not.toMatch(/<script|<img|<b>|<i>|href="javascript/);
    expect(text).toContain((world as { project_id: string }).project_id);
  });

  it('has another world if its project id is given', async () => {
    const made = await post('/sandbox/worlds', { seed: 'empty', project_name: 'Nothing yet' });
    const { project_id } = (await made.json()) as { project_id: string };
    const { status, text } = await page(`?project_id=${project_id}`);
    expect(status).toBe(200);
    expect(text).toContain('<h1>Nothing yet</h1>');
    expect((await page('?project_id=project-test-none')).status).toBe(404);
  });
});
