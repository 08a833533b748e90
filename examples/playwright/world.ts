/** A world for each test: a sandbox, a gateway over it, and the app on an origin of its own. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { test as base } from '@playwright/test';
import { createGateway } from 'stytch-graphql';
import { type Sandbox, startSandbox } from 'stytch-graphql/sandbox';

const page = readFileSync(new URL('page.html', import.meta.url));

export const test = base.extend<{ sandbox: Sandbox }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs.
  sandbox: async ({}, use) => {
    const sandbox = await startSandbox();
    await use(sandbox);
    await sandbox.close();
  },
  baseURL: async ({ sandbox }, use) => {
    const gateway = createGateway(sandbox.settings, { now: sandbox.clock.now });
    // Your own server, or Vite with the gateway behind its proxy, would be started here.
    const server = createServer((request, response) => {
      if (request.url === '/graphql') return gateway.handler(request, response);
      response.setHeader('content-type', 'text/html').end(page);
    }).listen(0, 'localhost');
    await once(server, 'listening');
    const address = server.address();
    await use(`http://localhost:${typeof address === 'object' ? address?.port : ''}`);
    server.close();
    server.closeAllConnections();
    await gateway.close();
  },
});

export { expect } from '@playwright/test';
