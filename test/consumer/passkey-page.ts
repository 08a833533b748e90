/** A page of an app that uses passkeys, in a real browser with a virtual authenticator. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { addAuthenticator, type VirtualAuthenticator } from '../virtual-authenticator.ts';

/** An open page with an authenticator of its own. */
export interface PasskeyPage extends VirtualAuthenticator {
  readonly origin: string;
  /**
   * Has the browser create a key, and returns it as JSON.
   *
   * @param options as the graph returned them
   * @throws Error of the browser, such as `SecurityError`
   */
  create(options: string): Promise<string>;
  /** Has the browser sign a challenge, and returns the result as JSON. */
  get(options: string): Promise<string>;
}

/** A page of an app whose script runs the ceremony and converts the result to JSON. */
const SCRIPT = `
  window.create = async (options) => {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(JSON.parse(options));
    return JSON.stringify(await navigator.credentials.create({ publicKey }));
  };
  window.get = async (options) => {
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(JSON.parse(options));
    return JSON.stringify(await navigator.credentials.get({ publicKey }));
  };
`;

const run = async (page: Page, name: 'create' | 'get', options: string): Promise<string> => {
  const result: unknown = await page.evaluate(`window.${name}(${JSON.stringify(options)})`);
  if (typeof result !== 'string') throw new Error(`the page gave ${typeof result}`);
  return result;
};

/** A server of pages on this machine, and the browser that opens them. */
export const openApp = async () => {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<!doctype html><title>An app</title><script>${SCRIPT}</script>`);
  }).listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const browser = await launchChromium();

  return {
    /** Opens a page at a host that the browser resolves to this machine. */
    async page(host = 'localhost'): Promise<PasskeyPage> {
      const page = await browser.newPage();
      const origin = `http://${host}:${port}`;
      await page.goto(origin);
      return {
        ...(await addAuthenticator(page)),
        origin,
        create: (options) => run(page, 'create', options),
        get: (options) => run(page, 'get', options),
      };
    },
    async close() {
      await browser.close();
      server.close();
      server.closeAllConnections();
    },
  };
};
