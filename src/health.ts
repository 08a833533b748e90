import type { Plugin } from 'graphql-yoga';

/**
 * `GET /live` answers as long as the process runs; `GET /ready` only while it should be given requests. They tell the
 * truth and nothing else: no version, no settings.
 */
export const healthPlugin = (ready: () => boolean): Plugin => ({
  onRequest({ request, url, endResponse, fetchAPI }) {
    if (request.method !== 'GET') return;
    if (url.pathname === '/live') endResponse(fetchAPI.Response.json({ live: true }));
    if (url.pathname === '/ready') {
      const isReady = ready();
      endResponse(fetchAPI.Response.json({ ready: isReady }, { status: isReady ? 200 : 503 }));
    }
  },
});
