/** The OAuth endpoints of a sandbox, called as a connected app calls them. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Asked, appOf, kinds, type Made } from './connected-app-kinds.ts';

export type Json = Record<string, string>;

/** PKCE verifier of the public app, and its challenge. */
export const verifier = 'a-verifier-that-the-app-keeps-for-itself-1234567';
export const challenge = createHash('sha256').update(verifier).digest('base64url');

/** A confidential app. */
export const desktop = appOf('crumb-desktop');

export const invalidGrant = { status: 400, body: { error: 'invalid_grant' } };
export const invalidClient = { status: 401, body: { error: 'invalid_client' } };
export const invalidRequest = { status: 400, body: { error: 'invalid_request' } };

/** Starts a sandbox for the tests of a `describe`, and returns functions that call its OAuth endpoints. */
export function oauthEndpoints(kind: keyof typeof kinds) {
  let made: Made | undefined;
  let ahead = 0;
  const now = () => new Date(Date.now() + ahead);
  beforeAll(async () => {
    made = await kinds[kind](now);
  });
  afterAll(() => made?.sandbox.close());
  const started = (): Made => {
    if (!made) throw new Error('The sandbox starts before the first test.');
    return made;
  };

  const secretOf = (client_id: string) => started().sandbox.store.connectedApps.get(client_id)?.client_secret ?? '';
  const clientOf = (key: string) => ({
    client_id: appOf(key).client_id,
    client_secret: secretOf(appOf(key).client_id),
  });
  /** An authorization code. */
  const codeOf = async (key: string, more: Partial<Asked> = {}) => {
    const asked = { ...appOf(key), response_type: 'code', scopes: ['openid'], consent_granted: true, ...more };
    return (await started().authorize(asked)).authorization_code ?? '';
  };
  const at = (path: string) => `${started().sandbox.origin}/v1/public/${started().sandbox.projectId}/${path}`;
  const send = async (path: string, init: RequestInit) => {
    const response = await fetch(at(path), init);
    return { status: response.status, headers: response.headers, body: (await response.json()) as Json };
  };
  const post = (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    send(path, { method: 'POST', headers, body: new URLSearchParams(form) });
  const ask = (form: Record<string, string>, headers?: Record<string, string>) =>
    post('oauth2/token', { grant_type: 'authorization_code', ...form }, headers);
  /** A valid request of tokens for a code of `desktop`. */
  const right = (code: string) => ({ ...desktop, client_secret: secretOf(desktop.client_id), code });
  /** The tokens of a new code. */
  const tokensOf = async (key = 'crumb-desktop', scopes = ['openid', 'offline_access']) => {
    const isPublic = key === 'crumb-cli';
    const code = await codeOf(key, { scopes, ...(isPublic ? { code_challenge: challenge } : {}) });
    const form = { ...appOf(key), client_secret: secretOf(appOf(key).client_id), code };
    const { status, body } = await ask({ ...form, ...(isPublic ? { code_verifier: verifier } : {}) });
    expect(status).toBe(200);
    return { code, access_token: body['access_token'] ?? '', refresh_token: body['refresh_token'] ?? '' };
  };
  const refresh = (refresh_token: string, key = 'crumb-desktop', more: Record<string, string> = {}) =>
    ask({ grant_type: 'refresh_token', ...clientOf(key), refresh_token, ...more });
  const isActive = async (token: string, key = 'crumb-desktop') => {
    const { status, body } = await post('oauth2/introspect', { token, ...clientOf(key) });
    expect(status).toBe(200);
    return body['active'];
  };

  return {
    get made() {
      return started();
    },
    now,
    /** Sets the clock of the sandbox ahead by milliseconds. */
    setAhead(milliseconds: number): void {
      ahead = milliseconds;
    },
    ...{ secretOf, clientOf, codeOf, at, send, post, ask, right, tokensOf, refresh, isActive },
  };
}
