/** Authorization of connected apps, shared by members and users. */
import { fail } from '../errors.ts';
import { checkChallenge } from '../shared/pkce.ts';
import { opaqueToken } from '../shared/tokens.ts';
import { type ConnectedApp, consentKey, type Grant, inMinutes, type ProjectStore, timestamp } from '../store.ts';

/** Lifetime of an authorization code, in minutes. */
const codeMinutes = 10;

/** Built-in scopes of every project, with descriptions for a consent screen. */
const builtIn = new Map([
  ['openid', 'Know who you are.'],
  ['profile', 'See your name and picture.'],
  ['email', 'See your email address.'],
  ['phone', 'See your phone number.'],
  ['offline_access', 'Stay connected while you are away.'],
  ['full_access', 'Do everything you can do.'],
]);

/** Scopes of OpenID Connect, for metadata. */
export const OIDC_SCOPES = [...builtIn.keys()].filter((scope) => scope !== 'full_access');

/** Authorization request of an app. */
type Asked = {
  client_id: string;
  redirect_uri: string;
  response_type: string;
  scopes: string[];
  prompt?: string;
};

/** Decision of a person on an authorization request. */
type Submitted = Asked & {
  consent_granted: boolean;
  state?: string;
  nonce?: string;
  code_challenge?: string;
  resources?: string[];
};

/** Person who decides on an authorization request. */
export type Grantor<PersonGrant extends Grant> = {
  personId: string;
  /** Only if the person is authenticated by a session. */
  sessionId?: string | undefined;
  /** Whether the person has a permission. */
  may: (resource: string, action: string) => boolean;
  /** Rejects an app that the person may not use. */
  checkApp?: (app: ConnectedApp) => void;
  /** Grant of this person in the form that the store holds. */
  own: (grant: Grant) => PersonGrant;
};

/** The app of a request. Rejects an invalid request, which must never be redirected to an unverified URL. */
const findApp = <G extends Grant>(store: ProjectStore<G>, { checkApp }: Grantor<G>, asked: Asked): ConnectedApp => {
  const app = store.connectedApps.get(asked.client_id)?.app;
  if (!app) return fail(404, 'connected_app_not_found', 'No connected app has this client id.');
  if (app.status !== 'active') fail(403, 'oauth_app_not_authorized', 'The connected app is inactive.');
  checkApp?.(app);
  if (!app.redirect_urls.includes(asked.redirect_uri)) {
    const type = 'connected_app_supplied_redirect_url_not_found_in_client';
    fail(400, type, 'The app does not have this redirect URL.');
  }
  if (asked.response_type !== 'code') fail(400, 'invalid_argument', 'The only response_type is code.');
  if (asked.prompt && asked.prompt !== 'consent') fail(400, 'invalid_argument', 'The only prompt is consent.');
  return app;
};

/** Scopes of a request and whether this person can grant each: a person can only grant permissions that they have. */
const judgeScopes = <G extends Grant>(
  store: ProjectStore<G>,
  { may }: Grantor<G>,
  app: ConnectedApp,
  scopes: string[],
) =>
  [...new Set(scopes)].map((scope) => {
    const described = builtIn.get(scope);
    if (described !== undefined) {
      return { scope, description: described, is_grantable: scope !== 'full_access' || app.full_access_allowed };
    }
    const known = store.policy.scopes.find((custom) => custom.scope === scope);
    if (!known) return fail(400, 'oauth_invalid_scope_requested', `The project has no scope ${scope}.`);
    const is_grantable = known.permissions.every(({ resource_id, actions }) =>
      actions.every((action) => may(resource_id, action)),
    );
    return { scope, description: known.description, is_grantable };
  });

/**
 * Whether the person must consent. Scopes granted before need no new consent unless the app sends `prompt=consent`.
 * First-party apps need consent only for offline access.
 */
const needsConsent = (
  store: ProjectStore<Grant>,
  personId: string,
  app: ConnectedApp,
  scopes: readonly string[],
  prompt = '',
) => {
  const granted = store.consents.get(consentKey(personId, app.client_id))?.scopes ?? [];
  if (prompt === 'consent') return true;
  if (scopes.every((scope) => granted.includes(scope))) return false;
  if (app.client_type.startsWith('third_party')) return true;
  return scopes.includes('offline_access') && !app.bypass_consent_for_offline_access;
};

/** Validates an authorization request. */
const examine = <G extends Grant>(store: ProjectStore<G>, grantor: Grantor<G>, asked: Asked) => {
  const app = findApp(store, grantor, asked);
  const scope_results = judgeScopes(store, grantor, app, asked.scopes);
  const grantable = scope_results.filter(({ is_grantable }) => is_grantable).map(({ scope }) => scope);
  return { app, scope_results, grantable };
};

/** Authorization request in the form for a consent screen. */
export const showRequest = <G extends Grant>(store: ProjectStore<G>, grantor: Grantor<G>, asked: Asked) => {
  const { app, scope_results, grantable } = examine(store, grantor, asked);
  const { client_id, client_name, client_description, client_type, logo_url } = app;
  return {
    client: { client_id, client_name, client_description, client_type, ...(logo_url ? { logo_url } : {}) },
    consent_required: needsConsent(store, grantor.personId, app, grantable, asked.prompt),
    scope_results,
  };
};

/** Redirect URL with the parameters for the app. */
const backTo = (redirectUri: string, said: Record<string, string | undefined>) => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(said)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
};

/**
 * Completes an authorization request. A denial, or a request without grantable scopes, is reported to the app in the
 * redirect.
 */
export const answerRequest = <G extends Grant>(store: ProjectStore<G>, grantor: Grantor<G>, submitted: Submitted) => {
  const { app, grantable } = examine(store, grantor, submitted);
  const { redirect_uri, state, nonce, code_challenge, resources = [], consent_granted } = submitted;
  const { personId, sessionId, own } = grantor;
  const { client_id } = app;
  checkChallenge(code_challenge);
  if (app.client_type.endsWith('_public') && !code_challenge) {
    fail(400, 'pkce_required_for_idp_authorization_flow', 'A public client sends a code challenge.');
  }
  if (!consent_granted) return { redirect_uri: backTo(redirect_uri, { error: 'access_denied', state }) };
  if (grantable.length === 0) return { redirect_uri: backTo(redirect_uri, { error: 'invalid_scope', state }) };

  const key = consentKey(personId, client_id);
  const before = store.consents.get(key)?.scopes ?? [];
  const scopes = [...new Set([...before, ...grantable])];
  store.consents.set(key, own({ client_id, scopes, granted_at: timestamp(store.now()) }));
  const authorization_code = opaqueToken();
  store.authorizationCodes.set(authorization_code, {
    person_id: personId,
    client_id,
    redirect_uri,
    scopes: grantable,
    resources,
    expires_at: inMinutes(store, codeMinutes),
    ...(sessionId ? { session_id: sessionId } : {}),
    ...(nonce ? { nonce } : {}),
    ...(code_challenge ? { code_challenge } : {}),
  });
  return { redirect_uri: backTo(redirect_uri, { code: authorization_code, state }), authorization_code };
};
