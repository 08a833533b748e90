/**
 * Rejects requests for hosts that the operator does not serve (DNS rebinding): a page of `evil.example` can point its name
 * at 127.0.0.1 and is then of the same origin as GraphiQL or the sandbox. The `Host` header still says `evil.example`.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

/** Whether a request names one of the allowed hosts. */
export interface AllowedHosts {
  /** @param request as Node received it */
  request(request: IncomingMessage): boolean;
  /**
   * @param name host of a web request, whose listen port is unknown: an allowed host without a port matches any port
   */
  host(name: string): boolean;
}

/** A host as in settings: a name or an IP address, with an optional port. IPv6 is in brackets. */
export const hostName = /^(?:[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Error message of a rejected request. */
export const MISDIRECTED = 'The host of the request is not allowed. Set it in ALLOWED_HOSTS to allow it.';

/**
 * Allows loopback, the listen address and the given hosts.
 *
 * A host without a port matches the listen port and the absence of a port (the default port of http or https); a host
 * with a port matches only that port.
 *
 * @param address the listen address
 */
export function createAllowedHosts(address: string, others: readonly string[] = []): AllowedHosts {
  const listening = address.includes(':') && !address.startsWith('[') ? `[${address}]` : address;
  const hosts = new Set([...LOOPBACK, listening, ...others].map((host) => host.toLowerCase()));
  return {
    request({ url = '', rawHeaders, headers: { host }, socket: { localPort } }) {
      if (host === undefined || !url.startsWith('/') || countHosts(rawHeaders) !== 1) return false;
      const named = host.toLowerCase();
      return hosts.has(named) || (named.endsWith(`:${localPort}`) && hosts.has(named.slice(0, named.lastIndexOf(':'))));
    },
    host(name) {
      const named = name.toLowerCase();
      return hosts.has(named) || hosts.has(named.replace(/:\d{1,5}$/, ''));
    },
  };
}

/** Counts the `Host` headers. Node keeps only the first of several. */
function countHosts(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) if (rawHeaders[at]?.toLowerCase() === 'host') count += 1;
  return count;
}

/** Probes name the IP address of a pod. Their responses contain only `live` or `ready`. */
const isProbe = ({ method, url }: IncomingMessage): boolean =>
  method === 'GET' && (url === '/live' || url === '/ready');

/** Passes on requests for allowed hosts, and probes; rejects all others. */
export const forAllowedHosts =
  (allowed: AllowedHosts, next: RequestListener, refuse: (response: ServerResponse) => void): RequestListener =>
  (request, response) =>
    allowed.request(request) || isProbe(request) ? next(request, response) : refuse(response);
