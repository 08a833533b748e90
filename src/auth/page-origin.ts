/**
 * Origin of the page that sends a request. Pages cannot set `Origin` and `Sec-Fetch-Site`. Clients that are not
 * browsers can, but they hold no cookies of a person that another site could abuse (CSRF), so the headers do not matter
 * there.
 */
import type { Log } from '../stytch/log.ts';
import { onceAMinute } from '../stytch/once-a-minute.ts';

/**
 * - `none`: sent by no page, or a navigation by typed address or bookmark
 * - `own`: a page of the gateway's own origin
 * - `allowed`: a page of an origin in `CORS_ORIGINS`
 * - `foreign`: any other page
 */
export type PageOrigin = 'none' | 'own' | 'allowed' | 'foreign';

/** The origins of `CORS_ORIGINS`; `*` means all. */
export type CorsOrigins = '*' | readonly string[];

/** Headers by lower-case name. */
interface HeaderReader {
  get(name: string): string | null;
}

/** Permissions of pages by origin. */
export interface PageOrigins {
  /** Whether `CORS_ORIGINS` allows other origins at all. */
  readonly allowsAny: boolean;
  /** @param host value of the `Host` header */
  of(headers: HeaderReader, host: string | null): PageOrigin;
  /** Whether a page of this origin may read responses. */
  allows(origin: string): boolean;
  /** Reports the origin of a refused request to the operator, once a minute at most. */
  refused(headers: HeaderReader): void;
}

/** Form of an origin as browsers send it. Other values are logged as `null`. */
const originForm = /^[a-z][a-z0-9+.-]{0,19}:\/\/[\w.[\]:-]{1,255}$/i;

/** Creates the origin rules of one gateway. */
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
      // Browsers before 2023, and requests to a gateway over plain HTTP, have no Sec-Fetch-Site.
      return site === null && isHost(origin, host) ? 'own' : 'foreign';
    },
    refused(headers) {
      const site = headers.get('sec-fetch-site');
      report(headers.get('origin') ?? 'null', SITES.find((known) => known === site) ?? null);
    },
  };
}

const SITES = ['same-site', 'cross-site'] as const;

/** Whether the origin is that of `Host`. The scheme is unknown behind a proxy that terminates TLS. */
const isHost = (origin: string, host: string | null): boolean =>
  host !== null && (origin === `https://${host}` || origin === `http://${host}`);
