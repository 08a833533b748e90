import { createServer, request as send } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { Explanation } from '../src/telemetry/explanation.ts';
import { launchChromium } from './chromium.ts';

/** GraphiQL as a person meets it: a real browser, and words for what one does there. */
export interface GraphiqlPage {
  page: Page;
  /** Everything the browser sent or asked for since it was started. */
  traffic: Traffic;
  /** Errors of the page and its console, violations of the Content-Security-Policy among them. */
  problems: string[];
  /** Loads the page once more, in the same browser tab. */
  reload(): Promise<void>;
  tabTitles(): Promise<string[]>;
  openTab(title: string): Promise<void>;
  /** Runs the open tab and gives the answer, once all of it is in the response editor. */
  run(): Promise<PageResponse>;
  /** The part of the response that is on the screen at this moment, line by line. */
  shown(): Promise<string>;
  /** Chooses whom requests are sent as, by the option's value: `suggested`, `visitor`, `admin`, `custom` ... */
  actAs(choice: string): Promise<void>;
  /** Types a token for the choice `custom`. */
  useToken(token: string): Promise<void>;
  choices(): Promise<string[]>;
}

/** A browser tab that meets GraphiQL again and again: what it has loaded once, it keeps, as a person's does. */
export interface GraphiqlBrowser {
  /** Opens GraphiQL with nothing in storage and no cookie, and waits until it is ready. */
  open(viewport?: typeof DESKTOP): Promise<GraphiqlPage>;
  close(): Promise<void>;
}

/** A GraphQL response as far as tests look into it. */
export interface PageResponse {
  data?: Record<string, unknown> | null;
  errors?: { message: string; extensions?: Record<string, unknown> }[];
  extensions?: { explain?: Explanation; warnings?: string[] };
}

/** What passed between the browser and the network, counted at the socket. */
export interface Traffic {
  /** Bytes that came to the browser, heads and bodies as they are on the wire. */
  received: number;
  /** Hosts that the page and its workers asked for anything at all. */
  hosts: Set<string>;
  requests: { method: string; path: string }[];
}

const DESKTOP = { width: 1440, height: 1000 };

/** Starts a browser for GraphiQL at the address of a gateway, such as `http://127.0.0.1:4000/graphql`. */
export const launchGraphiql = async (address: string): Promise<GraphiqlBrowser> => {
  const proxy = await countingProxy(new URL(address).host);
  const browser = await launchChromium(proxy.address);
  const context = await browser.newContext();
  const page = await context.newPage();
  const { hosts } = proxy.traffic;
  // Told by the browser and not by the proxy, since Chromium makes calls of its own that are no page's doing.
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
        // Only a page of the same origin reaches the storage, and GraphiQL itself would write to it again.
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
    openTab: (title) => page.locator(`.graphiql-tab-button[title="${title}"]`).click(),
    async run() {
      const answered = page.waitForResponse(isPost(false));
      await page.locator('.graphiql-execute-button').click();
      const { extensions, ...answer }: PageResponse = await (await answered).json();
      // The explanation is beside the editor, and not in it.
      const { explain, ...others } = extensions ?? {};
      const shown = Object.keys(others).length > 0 ? { ...answer, extensions: others } : answer;
      // For a moment the editor still holds the answer before, or less than one.
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

/** Runs in the page: whether the response editor holds this, spaces aside. Monaco is there under a name of GraphiQL's. */
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

/** The text of an editor as it stands on the screen; Monaco draws its lines in any order and spaces as nbsp. */
const shownIn = async (page: Page, selector: string): Promise<string> => {
  const lines = await page.locator(`${selector} .view-line`).evaluateAll((elements) =>
    elements
      .map((element) => element as unknown as { offsetTop: number; textContent: string })
      .toSorted((a, b) => a.offsetTop - b.offsetTop)
      .map(({ textContent }) => textContent),
  );
  return lines.join('\n').replaceAll('\u00a0', ' ');
};

/** A proxy that lets the browser through to one host only, and counts what it gets from there. */
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
    // Counted where the bytes leave for the browser, so that heads and chunk sizes are in.
    socket.write = ((...args: Parameters<typeof write>) => {
      traffic.received += Buffer.byteLength(args[0]);
      return write.apply(socket, args);
    }) as typeof write;
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('connect', (_request, socket) => {
    // Node's own listener is taken off a socket that is handed over, and a browser may reset one that it has no more use for.
    socket.on('error', () => {});
    socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    traffic,
    /** Settles when nothing has been asked for in a while: workers, and what they load, come after everything else. */
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
