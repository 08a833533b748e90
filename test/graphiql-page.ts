import { createServer, request as send } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Explanation } from '../src/telemetry/explanation.ts';
import { launchChromium } from './chromium.ts';

/** GraphiQL in a real browser, with functions for the actions of a person. */
export interface GraphiqlPage {
  page: Page;
  /** All traffic of the browser after it was started. */
  traffic: Traffic;
  /** Errors of the page and its console, including violations of the Content-Security-Policy. */
  problems: string[];
  /** Reloads the page in the same browser tab. */
  reload(): Promise<void>;
  tabTitles(): Promise<string[]>;
  openTab(title: string): Promise<void>;
  /** Runs the open tab and returns the response when it is complete in the response editor. */
  run(): Promise<PageResponse>;
  /** The visible part of the response, line by line. */
  shown(): Promise<string>;
  /** Chooses the caller of requests by the option's value: `suggested`, `visitor`, `admin`, `custom` ... */
  actAs(choice: string): Promise<void>;
  /** Enters a token for the choice `custom`. */
  useToken(token: string): Promise<void>;
  choices(): Promise<string[]>;
}

/** A browser tab that opens GraphiQL repeatedly, with a persistent cache like a person's browser. */
export interface GraphiqlBrowser {
  /** Opens GraphiQL with empty storage and no cookies, and waits until it is ready. */
  open(viewport?: typeof DESKTOP): Promise<GraphiqlPage>;
  close(): Promise<void>;
}

/** The parts of a GraphQL response that tests read. */
export interface PageResponse {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
  extensions?: { explain?: Explanation; warnings?: string[] };
}

/** Traffic between the browser and the network, counted at the socket. */
export interface Traffic {
  /** Bytes received by the browser, including headers. */
  received: number;
  /** Hosts to which the page and its workers sent requests. */
  hosts: Set<string>;
  requests: { method: string; path: string }[];
}

const DESKTOP = { width: 1440, height: 1000 };

/** Starts a browser for GraphiQL at the URL of a gateway, such as `http://127.0.0.1:4000/graphql`. */
export const launchGraphiql = async (address: string): Promise<GraphiqlBrowser> => {
  const proxy = await countingProxy(new URL(address).host);
  const browser = await launchChromium(proxy.address);
  const context = await browser.newContext();
  const page = await context.newPage();
  const { hosts } = proxy.traffic;
  // Observed in the browser and not in the proxy, because Chromium sends requests of its own that no page causes.
  context.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  let problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return {
    async open(viewport = DESKTOP) {
      await page.setViewportSize(viewport);
      if (page.url().startsWith(address)) {
        await context.clearCookies();
        // Only a page of the same origin can access the storage, and GraphiQL itself would write to it again.
        await page.goto(new URL('/live', address).href);
        await page.evaluate('localStorage.clear(), sessionStorage.clear()');
      }
      problems = [];
      return { ...(await drive(page, address, proxy.quiet)), problems, traffic: proxy.traffic };
    },
    async close() {
      await browser.close();
      await proxy.close();
    },
  };
};

const drive = async (
  page: Page,
  address: string,
  quiet: () => Promise<void>,
): Promise<Omit<GraphiqlPage, 'traffic' | 'problems'>> => {
  const isPost =
    (ofIntrospection: boolean) => (response: { url(): string; request(): { postData(): string | null } }) =>
      response.url() === address && response.request().postData()?.includes('IntrospectionQuery') === ofIntrospection;

  const introspected = () => page.waitForResponse(isPost(true));

  const ready = async (navigate: () => Promise<unknown>) => {
    const schema = introspected();
    await navigate();
    await schema;
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await quiet();
  };

  await ready(() => page.goto(address));
  const select = page.getByLabel('Send requests as');

  return {
    page,
    reload: () => ready(() => page.reload()),
    tabTitles: () => page.locator('.graphiql-tab-button').allInnerTexts(),
    async openTab(title) {
      await page.locator(`.graphiql-tab-button[title="${title}"]`).click();
      // GraphiQL reads the name of the operation 100 ms after the editor changes.
      await page.waitForTimeout(250);
    },
    async run() {
      const answered = page.waitForResponse(isPost(false));
      await page.locator('.graphiql-execute-button').click();
      const { extensions, ...answer }: PageResponse = await (await answered).json();
      // The explanation is shown beside the editor, not in it.
      const { explain, ...others } = extensions ?? {};
      const shown = Object.keys(others).length > 0 ? { ...answer, extensions: others } : answer;
      // For a moment the editor has the previous response, or a part of the new one.
      await page.waitForFunction(responseIs, JSON.stringify(shown));
      return { ...answer, ...(extensions && { extensions }) };
    },
    shown: () => shownIn(page, '.graphiql-response'),
    async actAs(choice) {
      const schema = introspected();
      await select.selectOption(choice);
      await schema;
    },
    async useToken(token) {
      const field = page.getByLabel('Token', { exact: true });
      await field.fill(token);
      const schema = introspected();
      await field.press('Enter');
      await schema;
    },
    choices: () => select.locator('option').allInnerTexts(),
  };
};

/**
 * Runs in the page: whether the response editor has this text, ignoring spaces. GraphiQL exposes Monaco under its own
 * name.
 */
const responseIs = (json: string): boolean => {
  const { __MONACO } = globalThis as unknown as {
    __MONACO: { editor: { getModels(): { uri: { path: string }; getValue(): string }[] } };
  };
  const model = __MONACO.editor.getModels().find(({ uri }) => uri.path.endsWith('response.json'));
  try {
    return JSON.stringify(JSON.parse(model?.getValue() ?? '')) === json;
  } catch {
    return false;
  }
};

/** The visible text of an editor; Monaco draws its lines in any order and spaces as nbsp. */
const shownIn = async (page: Page, selector: string): Promise<string> => {
  const lines = await page.locator(`${selector} .view-line`).evaluateAll((elements) =>
    elements
      .map((element) => element as unknown as { offsetTop: number; textContent: string })
      .toSorted((a, b) => a.offsetTop - b.offsetTop)
      .map(({ textContent }) => textContent),
  );
  return lines.join('\n').replaceAll('\u00a0', ' ');
};

/** A proxy that lets the browser reach one host only, and counts the bytes from there. */
const countingProxy = async (host: string) => {
  const traffic: Traffic = { received: 0, hosts: new Set(), requests: [] };
  const sockets = new Set<Socket>();
  let open = 0;
  let lastSeen = Date.now();
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', `http://${host}`);
    if (url.host !== host) return void outgoing.writeHead(403).end();
    traffic.requests.push({ method: incoming.method ?? '', path: url.pathname });
    open += 1;
    outgoing.on('close', () => {
      open -= 1;
      lastSeen = Date.now();
    });
    const { method, headers } = incoming;
    const upstream = send(url, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    upstream.on('error', () => outgoing.destroy());
    incoming.pipe(upstream);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    const { write } = socket;
    // Counted where the bytes are written to the browser, so that headers and chunk sizes are included.
    socket.write = ((...args: Parameters<typeof write>) => {
      traffic.received += Buffer.byteLength(args[0]);
      return write.apply(socket, args);
    }) as typeof write;
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (_request, socket) => {
    // Node removes its own listener from a socket that is handed over, and a browser may reset an unused one.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    traffic,
    /** Resolves when no request was sent for a while: workers, and their files, load last. */
    quiet: async () => {
      while (open > 0 || Date.now() - lastSeen < 800) await setTimeout(50);
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
};
