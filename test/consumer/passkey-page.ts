/** A page of an app that uses passkeys, in a real browser with a virtual authenticator. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { launchChromium } from '../chromium.ts';
import { addAuthenticator, type VirtualAuthenticator } from '../virtual-authenticator.ts';

/** A page that was opened, with an authenticator of its own. */
export interface PasskeyPage extends VirtualAuthenticator {
  readonly origin: string;
  /**
   * Has the browser make a key, and gives it as JSON.
   *
   * @param options as the graph gave them
   * @throws Error as the browser has it, such as `SecurityError`
   */
  create(options: string): Promise<string>;
  /** Has the browser sign a challenge, and gives that as JSON. */
  get(options: string): Promise<string>;
}

/** Answers as an app would: a script runs the ceremony and puts the result into JSON. */
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
    /** Opens a page at a host that the browser takes for this machine. */
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
