import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gzip } from 'node:zlib';
import { asksSomething } from '../graphql/query-string.ts';
import type { GraphiqlConfig, GraphiqlCredential, GraphiqlTab } from '../vertical/graphiql-config.ts';
import { ASSETS_URL, assetManifest } from './assets.ts';

export type { GraphiqlConfig, GraphiqlCredential, GraphiqlTab } from '../vertical/graphiql-config.ts';

/** Options of the page. */
export interface GraphiqlOptions {
  /** Path of the GraphQL endpoint; a browser that opens it gets the page. Default: `/graphql`. */
  endpoint?: string;
  /** Name of the project on the page, such as "sandbox" or the project id. */
  project: string;
  tabs: GraphiqlTab[];
  /** Kind of project, which selects the operations of the search. */
  vertical: GraphiqlConfig['vertical'];
  /** Whether the gateway reads session cookies. */
  cookies?: boolean;
  /**
   * Returns currently valid ready-made callers, called for each request of the configuration. Only the sandbox has any.
   */
  credentials?: () => Promise<GraphiqlCredential[]>;
}

const compress = promisify(gzip);
const decompress = promisify(brotliDecompress);

/**
 * Handles GET and HEAD requests of browsers for GraphiQL: the page at the endpoint, and its files and configuration
 * below it, at `graphiql/`. Returns null for all other requests.
 *
 * URLs in the page are relative to its own URL, because a router or proxy may strip a prefix of the endpoint. Files are
 * sent with a `Content-Encoding` only if the server may encode them.
 */
export const createGraphiqlHandler = ({
  endpoint = '/graphql',
  project,
  tabs,
  vertical,
  cookies = false,
  credentials,
}: GraphiqlOptions) => {
  const name = endpoint.slice(endpoint.lastIndexOf('/') + 1);
  const folder = `${endpoint}/graphiql`;
  const page = pageFor(project, `${name}/graphiql`);

  const answer = async (request: Request, mayEncode: boolean): Promise<Response | null> => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return null;
    const { pathname } = new URL(request.url);
    if (pathname === endpoint) return wantsPage(request) && !asksSomething(request.url) ? html(page) : null;
    if (['/', '/graphiql', '/graphiql/'].includes(pathname)) return redirect(endpoint);
    if (pathname === `${endpoint}/`) return redirect(`../${name}`);
    if (pathname === `${folder}/config.json`) {
      // Sandbox tokens are worth little, but pages of other sites must not read them.
      if (!isSameOrigin(request)) return notFound();
      return config({ endpoint: name, project, tabs, vertical, cookies, credentials: (await credentials?.()) ?? [] });
    }
    if (pathname.startsWith(`${folder}/`)) {
      return asset(pathname.slice(folder.length + 1), mayEncode ? request.headers.get('accept-encoding') : null);
    }
    return null;
  };

  return async (request: Request, mayEncode = true): Promise<Response | null> => {
    const response = await answer(request, mayEncode);
    return response && request.method === 'HEAD' ? new Response(null, response) : response;
  };
};

/**
 * Content Security Policy: nothing is loaded from, sent to or framed by another host. Monaco writes style attributes,
 * which requires 'unsafe-inline' for styles; scripts do not get it. Files have the policy too, because a worker uses
 * its own policy instead of the page's.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const SECURITY_HEADERS = {
  'content-security-policy': POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/** Navigations accept text/html; GraphQL clients do not. */
const wantsPage = (request: Request): boolean => request.headers.get('accept')?.includes('text/html') ?? false;

const isSameOrigin = (request: Request): boolean => {
  const site = request.headers.get('sec-fetch-site');
  return site === null || site === 'same-origin' || site === 'none';
};

const pageFor = (project: string, folder: string): string => {
  const file = (name: string) => `${folder}/${name}`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>${escapeHtml(project)} · Stytch GraphQL</title>
    <link rel="icon" type="image/svg+xml" href="${file(assetManifest.icon)}">
${assetManifest.styles.map((name) => `    <link rel="stylesheet" href="${file(name)}">`).join('\n')}
    <script type="module" src="${file(assetManifest.script)}"></script>
${assetManifest.preload.map((name) => `    <link rel="modulepreload" href="${file(name)}">`).join('\n')}
  </head>
  <body>
    <div id="graphiql" data-config="${file('config.json')}"></div>
    <noscript>GraphiQL needs JavaScript.</noscript>
  </body>
</html>
`;
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const html = (page: string): Response =>
  new Response(page, {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      vary: 'accept',
    },
  });

const config = (content: GraphiqlConfig): Response =>
  Response.json(content, { headers: { ...SECURITY_HEADERS, 'cache-control': 'no-store' } });

const redirect = (location: string): Response =>
  new Response(null, { status: 302, headers: { ...SECURITY_HEADERS, location } });

const notFound = (): Response =>
  new Response('Not found.\n', {
    status: 404,
    headers: { ...SECURITY_HEADERS, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  });

/**
 * Serves a file of the manifest. Only names in the manifest are opened, which prevents path traversal. The stored files
 * are Brotli, the smallest; browsers accept Brotli over https and from localhost, otherwise gzip.
 */
const asset = async (name: string, accepted: string | null): Promise<Response> => {
  const file = Object.hasOwn(assetManifest.files, name) ? assetManifest.files[name] : undefined;
  if (!file) return notFound();
  const encoding = encodingFor(accepted ?? '');
  const body = await encoded(name, encoding);
  return new Response(body, {
    headers: {
      ...SECURITY_HEADERS,
      'content-type': file.type,
      'content-length': String(body.length),
      ...(encoding && { 'content-encoding': encoding }),
      // The name contains a hash of the content.
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    },
  });
};

type Encoding = 'br' | 'gzip' | null;

const encodingFor = (header: string): Encoding => {
  const accepted = header
    .toLowerCase()
    .split(',')
    .map((part) => part.replaceAll(/\s/g, ''))
    .filter((part) => !/;q=0(\.0*)?$/.test(part))
    .map((part) => part.split(';')[0]);
  return (['br', 'gzip'] as const).find((encoding) => accepted.includes(encoding)) ?? null;
};

const gzipped = new Map<string, Promise<Buffer<ArrayBuffer>>>();

const encoded = async (name: string, encoding: Encoding): Promise<Buffer<ArrayBuffer>> => {
  const brotli = () => readFile(new URL(`${name}.br`, ASSETS_URL));
  if (encoding === 'br') return brotli();
  if (encoding === null) return decompress(await brotli());
  // Cached per process: compressing the largest file takes most of a second.
  const made = gzipped.get(name) ?? brotli().then(decompress).then(compress);
  gzipped.set(name, made);
  return made;
};
