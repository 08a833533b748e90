import { fail } from '../errors.ts';
import type { DomainHandlers, RequestBody } from '../handler.ts';
import { isTemplate } from '../oauth-server/claims-template.ts';
import { endConsents } from '../oauth-server/consent.ts';
import { isPublicApp as isPublic } from '../oauth-server/request.ts';
import { checkUrl } from '../shared/checks.ts';
import { paginate } from '../shared/search.ts';
import { newId, opaqueToken } from '../shared/tokens.ts';
import type { ConnectedApp, ConnectedAppRecord, ProjectStore } from '../store.ts';

type Change = RequestBody<'api_connectedapps_v1_connected_apps_clients_Update'>;

const find = (store: ProjectStore, clientId: string): ConnectedAppRecord =>
  store.connectedApps.get(clientId) ?? fail(404, 'connected_app_not_found', 'No connected app has this client id.');

const isThirdParty = ({ client_type }: ConnectedApp) => client_type.startsWith('third_party');

/** A confidential client with its secret. Rejects a public client. */
const findConfidential = (store: ProjectStore, clientId: string) => {
  const { app, client_secret, next_client_secret } = find(store, clientId);
  if (isPublic(app) || client_secret === undefined) {
    return fail(400, 'public_connected_apps_do_not_have_secrets', 'A public client has no secret to rotate.');
  }
  return { app, client_secret, next_client_secret };
};

const findRotating = (store: ProjectStore, clientId: string) => {
  const { app, client_secret, next_client_secret } = findConfidential(store, clientId);
  const { next_client_secret_last_four: _, ...rest } = app;
  return next_client_secret === undefined
    ? fail(400, 'connected_app_not_rotating_secret', 'No rotation of the client secret is under way.')
    : { app: rest, client_secret, next_client_secret };
};

const save = (store: ProjectStore, record: ConnectedAppRecord): ConnectedApp => {
  store.connectedApps.set(record.app.client_id, record);
  return record.app;
};

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);

/**
 * Rejects redirect URLs that an authorization must not be sent to. Only public clients, which may be native apps, may
 * use custom schemes. Test projects allow loopback URLs, so restrictions of live projects on them are not implemented.
 */
const checkRedirectUrls = (app: ConnectedApp, urls: readonly string[] = []) => {
  for (const text of urls) {
    if (!/^[a-z][a-z0-9+.-]*:/i.test(text)) {
      fail(400, 'connected_app_redirect_url_must_include_scheme', 'A redirect URL begins with its scheme.');
    }
    const url = URL.parse(text);
    if (!url || ['javascript:', 'data:', 'vbscript:', 'file:', 'about:', 'blob:'].includes(url.protocol)) {
      return fail(400, 'connected_app_invalid_redirect_url', 'This is no address that a browser can be sent to.');
    }
    const isWeb = ['http:', 'https:'].includes(url.protocol);
    if (!isWeb && !isPublic(app)) {
      fail(
        400,
        'connected_app_redirect_url_must_use_http_or_https_scheme',
        'A confidential client takes redirects by http or https.',
      );
    }
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
      fail(
        400,
        'connected_app_redirect_url_http_scheme_must_use_loopback',
        'Plain http is for the loopback interface only.',
      );
    }
  }
};

/** Rejects a claims template that is not a JSON object once its `{{ tags }}` are replaced. */
const checkTemplate = (template: string) => {
  if (!isTemplate(template)) {
    fail(
      400,
      'idp_invalid_access_token_jwt_template',
      'A template for claims is a JSON object, with {{ variables }} as values.',
    );
  }
};

/** Applies a validated change to an app. An empty audience or logo removes it. */
const changed = (before: ConnectedApp, change: Change): ConnectedApp => {
  const { access_token_custom_audience: audience, logo_url: logo, ...app } = { ...before, ...change };
  checkRedirectUrls(app, change.redirect_urls);
  checkRedirectUrls(app, change.post_logout_redirect_urls);
  checkUrl(change.logo_url);
  checkTemplate(app.access_token_template_content);
  checkTemplate(app.id_token_template_content);
  if (app.access_token_expiry_minutes < 1) {
    fail(400, 'idp_invalid_access_token_expiry_minutes', 'An access token lives for a minute at least.');
  }
  if (isThirdParty(app) && app.full_access_allowed) {
    fail(400, 'third_party_clients_cannot_use_full_access', 'Only a first-party client can have full access.');
  }
  if (isThirdParty(app) && app.bypass_consent_for_offline_access) {
    fail(
      400,
      'third_party_clients_require_consent_for_offline_access',
      'A third-party client asks for consent to offline access.',
    );
  }
  return {
    ...app,
    ...(audience ? { access_token_custom_audience: audience } : {}),
    ...(logo ? { logo_url: logo } : {}),
  };
};

/** A new app of a type, with the documented defaults. */
const fresh = (client_type: string): ConnectedApp => ({
  client_id: newId('connected-app'),
  client_name: '',
  client_description: '',
  status: 'active',
  full_access_allowed: false,
  client_type,
  redirect_urls: [],
  access_token_expiry_minutes: 60,
  access_token_template_content: '{}',
  id_token_template_content: '{}',
  post_logout_redirect_urls: [],
  bypass_consent_for_offline_access: false,
  creation_method: 'API',
});

export const connectedApp = {
  api_connectedapps_v1_connected_apps_clients_Get: {
    answer: ({ store, params }) => ({ connected_app: find(store, params.client_id).app }),
  },

  api_connectedapps_v1_connected_apps_clients_Search: {
    answer: ({ store, body }) => {
      const apps = [...store.connectedApps.values()].map(({ app }) => app);
      const { page, ...results_metadata } = paginate(apps, ({ client_id }) => client_id, {
        ...body,
        scope: 'connected apps',
      });
      return { connected_apps: page, results_metadata };
    },
  },

  // The secret is only in this response.
  api_connectedapps_v1_connected_apps_clients_Create: {
    answer: ({ store, body }) => {
      const app = changed(fresh(body.client_type), body);
      const client_secret = opaqueToken();
      const { creation_method: _, ...connected_app } = save(
        store,
        isPublic(app) ? { app } : { app: { ...app, client_secret_last_four: client_secret.slice(-4) }, client_secret },
      );
      return { connected_app: isPublic(app) ? connected_app : { ...connected_app, client_secret } };
    },
  },

  api_connectedapps_v1_connected_apps_clients_Update: {
    answer: ({ store, params, body }) => {
      const record = find(store, params.client_id);
      return { connected_app: save(store, { ...record, app: changed(record.app, body) }) };
    },
  },

  // Also revokes all consents to the app.
  api_connectedapps_v1_connected_apps_clients_Delete: {
    answer: ({ store, params }) => {
      const { client_id } = find(store, params.client_id).app;
      store.connectedApps.delete(client_id);
      endConsents(store, (consent) => consent.client_id === client_id);
      return { client_id };
    },
  },

  // Both secrets are valid until the rotation ends; the next secret is only in this response.
  api_connectedapps_v1_connected_apps_clients_secrets_RotateStart: {
    answer: ({ store, params }) => {
      const record = findConfidential(store, params.client_id);
      if (record.next_client_secret !== undefined) {
        fail(400, 'connected_app_already_rotating_secret', 'A rotation is under way: complete or cancel it first.');
      }
      const next_client_secret = opaqueToken();
      const { creation_method: _, ...app } = save(store, {
        client_secret: record.client_secret,
        next_client_secret,
        app: { ...record.app, next_client_secret_last_four: next_client_secret.slice(-4) },
      });
      return {
        connected_app: { ...app, client_secret_last_four: record.client_secret.slice(-4), next_client_secret },
      };
    },
  },

  api_connectedapps_v1_connected_apps_clients_secrets_Rotate: {
    answer: ({ store, params }) => {
      const { app, next_client_secret } = findRotating(store, params.client_id);
      return {
        connected_app: save(store, {
          app: { ...app, client_secret_last_four: next_client_secret.slice(-4) },
          client_secret: next_client_secret,
        }),
      };
    },
  },

  api_connectedapps_v1_connected_apps_clients_secrets_RotateCancel: {
    answer: ({ store, params }) => {
      const { app, client_secret } = findRotating(store, params.client_id);
      return { connected_app: save(store, { app, client_secret }) };
    },
  },
} satisfies DomainHandlers<ProjectStore>;
