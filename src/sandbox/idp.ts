import { grantingRoles } from './authorize.ts';
import { allowsApp } from './consent.ts';
import type { Domain } from './domain.ts';
import { fail } from './errors.ts';
import { findMember, findOrganization, showMember } from './find.ts';
import { findSession, sessionRoles } from './live-session.ts';
import { checkChallenge } from './pkce.ts';
import { type ConnectedApp, consentKey, inMinutes, type Member, type Store, timestamp } from './store.ts';
import { opaqueToken } from './tokens.ts';

/** A code has to be exchanged within this time. */
const codeMinutes = 10;

/** Scopes that every project has, in words for a consent screen. */
const builtIn = new Map([
  ['openid', 'Know who you are.'],
  ['profile', 'See your name and picture.'],
  ['email', 'See your email address.'],
  ['phone', 'See your phone number.'],
  ['offline_access', 'Stay connected while you are away.'],
  ['full_access', 'Do everything you can do.'],
]);

type Sent = {
  client_id: string;
  redirect_uri: string;
  response_type: string;
  scopes: string[];
  prompt?: string;
  organization_id?: string;
  member_id?: string;
  session_token?: string;
  session_jwt?: string;
};

/** Who is asked, and with which roles: the session's, where there is one. */
const findGrantor = async (
  store: Store,
  sent: Sent,
): Promise<{ member: Member; roles: string[]; sessionId?: string }> => {
  const { organization_id, member_id, session_token, session_jwt } = sent;
  const named = Boolean(organization_id || member_id);
  if ([named, session_token, session_jwt].filter(Boolean).length > 1) {
    fail(400, 'too_many_session_arguments', 'Name the member, or send a session token or a session JWT.');
  }
  if (session_token || session_jwt) {
    const { record, member } = await findSession(store, { session_token, session_jwt });
    const { session } = record;
    return { member, roles: sessionRoles(member, session), sessionId: session.member_session_id };
  }
  if (!organization_id || !member_id) {
    const type = 'no_oauth_authorize_member_selector';
    return fail(400, type, 'Send organization_id and member_id, a session token or a session JWT.');
  }
  const member = findMember(store, findOrganization(store, organization_id), member_id);
  if (member.status !== 'active') {
    fail(400, 'action_available_only_for_active_members', 'Only an active member can grant anything.');
  }
  // Without a session, what came by an SSO connection does not count.
  const lasting = member.roles.filter(({ sources }) => sources.some(({ type }) => !type.startsWith('sso_')));
  return { member, roles: lasting.map(({ role_id }) => role_id) };
};

/** The app that asks, or a refusal; what is wrong with the request itself must never be sent on to a redirect. */
const findApp = (store: Store, member: Member, sent: Sent): ConnectedApp => {
  const app = store.connectedApps.get(sent.client_id)?.app;
  if (!app) return fail(404, 'connected_app_not_found', 'No connected app has this client id.');
  if (app.status !== 'active') fail(403, 'oauth_app_not_authorized', 'The connected app is inactive.');
  if (!allowsApp(findOrganization(store, member.organization_id), app)) {
    fail(403, 'connected_app_not_allowed_for_org', 'The organization does not let its members use this app.');
  }
  if (!app.redirect_urls.includes(sent.redirect_uri)) {
    const type = 'connected_app_supplied_redirect_url_not_found_in_client';
    fail(400, type, 'The app does not have this redirect URL.');
  }
  if (sent.response_type !== 'code') fail(400, 'invalid_argument', 'The only response_type is code.');
  if (sent.prompt && sent.prompt !== 'consent') fail(400, 'invalid_argument', 'The only prompt is consent.');
  return app;
};

/** What the asked scopes are and which of them this member can grant: nobody passes on what they may not do. */
const judgeScopes = (store: Store, member: Member, roles: readonly string[], app: ConnectedApp, scopes: string[]) => {
  const organization = findOrganization(store, member.organization_id);
  return [...new Set(scopes)].map((scope) => {
    const described = builtIn.get(scope);
    if (described !== undefined) {
      return { scope, description: described, is_grantable: scope !== 'full_access' || app.full_access_allowed };
    }
    const known = store.policy.scopes.find((custom) => custom.scope === scope);
    if (!known) return fail(400, 'oauth_invalid_scope_requested', `The project has no scope ${scope}.`);
    const is_grantable = known.permissions.every(({ resource_id, actions }) =>
      actions.every((action) => grantingRoles(store, organization, roles, resource_id, action).length > 0),
    );
    return { scope, description: known.description, is_grantable };
  });
};

/**
 * Whether the member has to say yes. Once they have, they are not asked for the same again, unless the app wants it.
 * An app of the project's own needs no yes, but for access while the member is away.
 */
const needsConsent = (store: Store, member: Member, app: ConnectedApp, scopes: readonly string[], prompt = '') => {
  const granted = store.consents.get(consentKey(member.member_id, app.client_id))?.scopes ?? [];
  if (prompt === 'consent') return true;
  if (scopes.every((scope) => granted.includes(scope))) return false;
  if (app.client_type.startsWith('third_party')) return true;
  return scopes.includes('offline_access') && !app.bypass_consent_for_offline_access;
};

/** A request for authorization, looked at from all sides. */
const examine = async (store: Store, sent: Sent) => {
  const { member, roles, sessionId } = await findGrantor(store, sent);
  const app = findApp(store, member, sent);
  const scope_results = judgeScopes(store, member, roles, app, sent.scopes);
  const grantable = scope_results.filter(({ is_grantable }) => is_grantable).map(({ scope }) => scope);
  const consent_required = needsConsent(store, member, app, grantable, sent.prompt);
  return { member, sessionId, app, scope_results, grantable, consent_required };
};

/** Where the browser is sent back to, with what the app is told there. */
const backTo = (redirectUri: string, said: Record<string, string | undefined>) => {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(said)) if (value !== undefined) url.searchParams.set(name, value);
  return url.href;
};

export const idp = {
  api_b2b_idp_v1_b2b_idp_oauth_AuthorizeStart: {
    answer: async ({ store, body }) => {
      const { member, app, scope_results, consent_required } = await examine(store, body);
      const { client_id, client_name, client_description, client_type, logo_url } = app;
      return {
        ...showMember(store, member),
        client: { client_id, client_name, client_description, client_type, ...(logo_url ? { logo_url } : {}) },
        consent_required,
        scope_results,
      };
    },
  },

  // A member's no is told to the app by the redirect, as is that there is nothing left to grant.
  api_b2b_idp_v1_b2b_idp_oauth_Authorize: {
    answer: async ({ store, body }) => {
      const { redirect_uri, state, nonce, code_challenge, resources = [], consent_granted } = body;
      const { member, sessionId, app, grantable } = await examine(store, body);
      const { client_id } = app;
      checkChallenge(code_challenge);
      if (app.client_type.endsWith('_public') && !code_challenge) {
        fail(400, 'pkce_required_for_idp_authorization_flow', 'A public client sends a code challenge.');
      }
      if (!consent_granted) return { redirect_uri: backTo(redirect_uri, { error: 'access_denied', state }) };
      if (grantable.length === 0) return { redirect_uri: backTo(redirect_uri, { error: 'invalid_scope', state }) };

      const { member_id, organization_id } = member;
      const key = consentKey(member_id, client_id);
      const before = store.consents.get(key)?.scopes ?? [];
      const scopes = [...new Set([...before, ...grantable])];
      const granted_at = timestamp(store.now());
      store.consents.set(key, { member_id, organization_id, client_id, scopes, granted_at });
      const authorization_code = opaqueToken();
      store.authorizationCodes.set(authorization_code, {
        member_id,
        client_id,
        redirect_uri,
        scopes: grantable,
        resources,
        expires_at: inMinutes(store, codeMinutes),
        ...(sessionId ? { member_session_id: sessionId } : {}),
        ...(nonce ? { nonce } : {}),
        ...(code_challenge ? { code_challenge } : {}),
      });
      return { redirect_uri: backTo(redirect_uri, { code: authorization_code, state }), authorization_code };
    },
  },
} satisfies Domain;
