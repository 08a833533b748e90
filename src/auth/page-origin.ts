/**
 * Which page a browser sends a request from. Pages cannot set `Origin` and `Sec-Fetch-Site`; a client that is no browser has no
 * cookies and no person's trust to abuse, so for it the two say nothing.
 */
import type { Log } from '../stytch/log.ts';
import { onceAMinute } from '../stytch/once-a-minute.ts';

/**
 * - `none`: from no page, or opened by a person who typed the address
 * - `own`: a page of the gateway's own origin
 * - `allowed`: a page of an origin in `CORS_ORIGINS`
 * - `foreign`: any other page
 */
export type PageOrigin = 'none' | 'own' | 'allowed' | 'foreign';

/** The origins that `CORS_ORIGINS` lists; `*` stands for all. */
export type CorsOrigins = '*' | readonly string[];

/** Headers by lower-case names. */
interface HeaderReader {
  get(name: string): string | null;
}

/** What pages may do, by their origins. */
export interface PageOrigins {
  /** Whether pages of other origins are allowed at all. */
  readonly allowsAny: boolean;
  /** @param host that the request names */
  of(headers: HeaderReader, host: string | null): PageOrigin;
  /** Whether a page of this origin may read responses. */
  allows(origin: string): boolean;
  /** Reports the origin of a refused request to the operator, once a minute at most. */
  refused(headers: HeaderReader): void;
}

/** An origin as browsers write it. What else a client puts there does not reach the log. */
const originForm = /^[a-z][a-z0-9+.-]{0,19}:\/\/[\w.[\]:-]{1,255}$/i;

/** Creates the rules of one gateway. */
export function createPageOrigins(allowed: CorsOrigins, log: Pick<Log, 'info'>): PageOrigins {
  const allows = (origin: string): boolean => allowed === '*' || allowed.includes(origin);
  const report = onceAMinute((origin: string, site: string | null) =>
    log.info?.('origin rejected', {
      origin: originForm.test(origin) ? origin : 'null',
      ...(site === null ? {} : { site }),
      setting: 'CORS_ORIGINS',
    }),
  );

  return {
    allowsAny: allowed.length > 0,
    allows,
    of(headers, host) {
      const origin = headers.get('origin');
      const site = headers.get('sec-fetch-site');
      if (site === 'same-origin') return 'own';
      if (origin === null) return site === null || site === 'none' ? 'none' : 'foreign';
      if (allows(origin)) return 'allowed';
      // Browsers of before 2023, and those that reach a gateway over plain http, send no Sec-Fetch-Site.
      return site === null && isHost(origin, host) ? 'own' : 'foreign';
    },
    refused(headers) {
      const site = headers.get('sec-fetch-site');
      report(headers.get('origin') ?? 'null', SITES.find((known) => known === site) ?? null);
    },
  };
}

const SITES = ['same-site', 'cross-site'] as const;

/** Whether an origin is that of the host which the request names. The scheme is not known behind a proxy that ends TLS. */
const isHost = (origin: string, host: string | null): boolean =>
  host !== null && (origin === `https://${host}` || origin === `http://${host}`);
