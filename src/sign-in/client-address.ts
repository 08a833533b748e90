/** From where a request comes, as far as that can be believed. */
import { isIP, isIPv4 } from 'node:net';

/** The address of whoever it is that nobody knows: they all share one. */
const NOBODY = 'unknown';

/**
 * The address that a caller's attempts are counted under: of IPv6 the first 64 bits, since the rest is the caller's to
 * choose.
 *
 * @param socket address at the other end of the connection; undefined where there is none
 * @param forwarded the header `X-Forwarded-For`
 * @param hops proxies of the operator between callers and here. Each of them writes down whom it heard from, at the end of
 *   the header; whatever stands before that, the caller may have made up. 0: the header is not looked at.
 */
export function clientAddress(socket: string | undefined, forwarded: string | null, hops: number): string {
  const address = clientIpAddress(socket, forwarded, hops);
  return address === undefined ? NOBODY : network(address);
}

/**
 * The whole IP address of a caller, as Stytch compares it; undefined if it is not known. The parameters are those of
 * `clientAddress`.
 */
export function clientIpAddress(
  socket: string | undefined,
  forwarded: string | null,
  hops: number,
): string | undefined {
  const heard = hops > 0 && forwarded ? forwarded.split(',') : [];
  const chain = [...heard, socket ?? ''];
  // A proxy that wrote no address says no more than that the request came from it.
  const believed = chain.slice(Math.max(0, chain.length - 1 - hops)).map(ipAddress);
  return believed.find((address) => address !== undefined);
}

/** The network an address belongs to. */
const network = (address: string): string => (isIPv4(address) ? address : expand(address).slice(0, 4).join(':'));

/** An address in its plain form; undefined for what is no address. */
function ipAddress(text: string): string | undefined {
  if (isIPv4(text)) return text;
  // As some proxies write it: with a port, IPv6 then in brackets. `%` begins the interface it was heard on.
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
