/** Client address of a request, as far as proxies can be trusted. */
import { isIP, isIPv4 } from 'node:net';

/** Key shared by all requests of unknown address. */
const NOBODY = 'unknown';

/**
 * The address for which attempts count: an IPv4 address, or the first 64 bits of an IPv6 address, since a client can
 * choose the rest.
 *
 * @param socket remote address of the connection; undefined if unknown
 * @param forwarded value of `X-Forwarded-For`
 * @param hops trusted proxies between clients and the gateway. Each appends the address of its peer to the header;
 *   earlier entries may be forged. 0: the header is ignored
 */
export function clientAddress(socket: string | undefined, forwarded: string | null, hops: number): string {
  const address = clientIpAddress(socket, forwarded, hops);
  return address === undefined ? NOBODY : network(address);
}

/**
 * The whole IP address of the client, in the form that Stytch compares; undefined if unknown. Parameters as for
 * `clientAddress`.
 */
export function clientIpAddress(
  socket: string | undefined,
  forwarded: string | null,
  hops: number,
): string | undefined {
  const heard = hops > 0 && forwarded ? forwarded.split(',') : [];
  const chain = [...heard, socket ?? ''];
  // If a trusted proxy appended no valid address, the next entry, that proxy's own address, counts.
  const believed = chain.slice(Math.max(0, chain.length - 1 - hops)).map(ipAddress);
  return believed.find((address) => address !== undefined);
}

/** The network of an address: IPv4 whole, IPv6 the first 64 bits. */
const network = (address: string): string => (isIPv4(address) ? address : expand(address).slice(0, 4).join(':'));

/** The address without port, brackets and zone; undefined for an invalid one. */
function ipAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  // Forms of some proxies: with a port, then IPv6 in brackets, or with a zone (`%eth0`).
  const address = text
    .trim()
    .replace(/^\[([^\]]*)\](:\d{1,5})?$/, '$1')
    .replace(/^(\d[\d.]*):\d{1,5}$/, '$1')
    .replace(/%.*$/, '');
  const version = isIP(address);
  if (version === 4) return address;
  if (version !== 6) return undefined;
  const groups = expand(address);
  const [high = '', low = ''] = groups.slice(6);
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return [...bytes(high), ...bytes(low)].join('.');
  return address.toLowerCase();
}

/** The eight groups of an IPv6 address. */
function expand(address: string): string[] {
  const [head = '', tail = ''] = new URL(`http://[${address}]`).hostname.slice(1, -1).split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  return [...first, ...Array<string>(8 - first.length - last.length).fill('0'), ...last];
}

const bytes = (group: string): number[] => {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 255];
};
