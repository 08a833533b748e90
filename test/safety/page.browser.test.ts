/** T25 to T27 in Chromium: what pages of listed and of other origins can do. Chromium itself stores the cookies. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContext } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchChromium } from '../chromium.ts';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { benedikt } from '../operations/password.ts';
import { noteForeign, reportForeign, startLeakTally } from './tally.ts';

const SIGN_IN = `mutation ($input: AuthenticateMemberPasswordInput!) { authenticateMemberPassword(input: $input) {
  ... on AuthenticateMemberPasswordPayload { outcome { __typename } } ... on MutationError { code message } } }`;
const SESSION = '{ viewer { kind session { memberSessionId } } }';
const SIGN_OUT = `mutation ($id: ID!) { revokeMemberSession(input: { memberSessionId: $id }) { __typename } }`;

const tally = startLeakTally();
reportForeign(tally, 'foreign pages in Chromium');
let g: SandboxGateway;
let endpoint: string;
let pagePort: number;
let browser: Browser;
let context: BrowserContext;
const pages = createServer((_, response) =>
  response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>page</title>'),
);

beforeAll(async () => {
  pages.listen(0, '127.0.0.1');
  await once(pages, 'listening');
  pagePort = (pages.address() as AddressInfo).port;
  g = await gatewayOverSandbox({
    corsOrigins: [`http://localhost:${pagePort}`],
    sessionCookies: { sets: true, names: [] },
  });
  endpoint = `${g.address.replace('127.0.0.1', 'localhost')}/graphql`;
  browser = await launchChromium();
  context = await browser.newContext();
});
afterAll(async () => {
  await browser?.close();
  pages.close();
  pages.closeAllConnections();
  await g.close();
});

/** Sends a request as a script of a page; an unreadable response comes back as an error. */
async function from(origin: string, method: 'GET' | 'POST', query: string, variables: object = {}) {
  const page = await context.newPage();
  // The Content-Security-Policy of the gateway's pages forbids requests, so an app's page replaces one.
  await page.route('**/app', (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }));
  await page.goto(origin);
  const result = await page.evaluate(
    async ([url, sentBy, text, values]) => {
      const body = JSON.stringify({ query: text, variables: values });
      try {
        const response =
          sentBy === 'GET'
            ? await fetch(`${url}?query=${encodeURIComponent(text)}`, { credentials: 'include' })
            : await fetch(url, {
                method: 'POST',
                headers: { 'content-type': 'application/json' },
                credentials: 'include',
                body,
              });
        const id = response.headers.get('x-request-id');
        return { status: response.status, readsId: id !== null, body: await response.json(), cookie: document.cookie };
      } catch (error) {
        return { failed: String(error) };
      }
    },
    [endpoint, method, query, variables] as const,
  );
  await page.close();
  return result;
}

const cookiesHeld = async () =>
  (await context.cookies(endpoint)).map(({ name, httpOnly, secure }) => ({ name, httpOnly, secure }));

it('a listed page signs in and out by cookies that it cannot read, and no other page uses them', {
  timeout: 120_000,
}, async () => {
  const listed = `http://localhost:${pagePort}`;
  expect(await from(listed, 'POST', SIGN_IN, { input: benedikt(g) })).toEqual({
    status: 200,
    readsId: true,
    body: { data: { authenticateMemberPassword: { outcome: { __typename: 'SignedInByCookie' } } } },
    cookie: '',
  });
  expect(await cookiesHeld()).toEqual([
    { name: '__Host-stytch_session', httpOnly: true, secure: true },
    { name: '__Host-stytch_session_jwt', httpOnly: true, secure: true },
  ]);
  const member = { data: { viewer: { kind: 'MEMBER', session: { memberSessionId: expect.any(String) } } } };
  for (const method of ['GET', 'POST'] as const) {
    expect(await from(listed, method, SESSION)).toMatchObject({ status: 200, body: member, cookie: '' });
  }
  // A page of the gateway's own origin needs no CORS.
  expect(await from(new URL('/app', endpoint).href, 'POST', SESSION)).toMatchObject({ body: member });

  // Another port of the same host is the same site, so the browser sends the cookies.
  const other = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>other'));
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  for (const origin of [`http://localhost:${port}`, `http://127.0.0.1:${pagePort}`]) {
    for (const method of ['GET', 'POST'] as const) {
      g.calls.length = 0;
      const result = await from(origin, method, SESSION);
      noteForeign(tally, !('failed' in result) || g.calls.length > 0);
      expect([result, g.calls]).toEqual([{ failed: expect.stringContaining('Failed to fetch') }, []]);
    }
  }
  other.close();
  other.closeAllConnections();

  const [record] = [...g.sandbox.store.sessions.values()].slice(-1);
  const id = record?.session.member_session_id;
  expect(await from(listed, 'POST', SIGN_OUT, { id })).toMatchObject({
    body: { data: { revokeMemberSession: { __typename: 'RevokeMemberSessionPayload' } } },
  });
  expect(await cookiesHeld()).toEqual([]);
  expect(await from(listed, 'POST', SESSION)).toMatchObject({ body: { data: { viewer: { kind: 'VISITOR' } } } });
});
