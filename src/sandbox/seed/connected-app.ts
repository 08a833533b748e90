import type { ConnectedApp, ConnectedAppRecord } from '../store.ts';
import { seedId, seedSecret } from './id.ts';

const app = (
  key: string,
  of: Partial<ConnectedApp> & { client_name: string; client_type: string },
): ConnectedAppRecord => {
  const client_secret = seedSecret(`connected app ${key}`);
  const confidential = !of.client_type.endsWith('_public');
  return {
    ...(confidential ? { client_secret } : {}),
    app: {
      client_id: seedId('connected-app', key),
      client_description: '',
      status: 'active',
      full_access_allowed: false,
      redirect_urls: [`https://${key}.example/callback`],
      access_token_expiry_minutes: 60,
      access_token_template_content: '{}',
      id_token_template_content: '{}',
      post_logout_redirect_urls: [],
      bypass_consent_for_offline_access: false,
      creation_method: 'API',
      ...(confidential ? { client_secret_last_four: client_secret.slice(-4) } : {}),
      ...of,
    },
  };
};

/** A first-party, a public and a third-party app. */
export const connectedApps = [
  app('crumb-desktop', {
    client_name: 'Crumb for desktop',
    client_description: 'The product’s own desktop app.',
    client_type: 'first_party',
    full_access_allowed: true,
    bypass_consent_for_offline_access: true,
    logo_url: 'https://crumb-desktop.example/logo.png',
  }),
  app('crumb-cli', {
    client_name: 'Crumb command line',
    client_description: 'A public client: it can keep no secret.',
    client_type: 'first_party_public',
    redirect_urls: ['http://127.0.0.1:8976/callback'],
    access_token_expiry_minutes: 15,
  }),
  app('ledgerly', {
    client_name: 'Ledgerly',
    client_description: 'Bookkeeping by another company.',
    client_type: 'third_party',
    post_logout_redirect_urls: ['https://ledgerly.example/bye'],
    access_token_custom_audience: 'https://api.ledgerly.example',
    logo_url: 'https://ledgerly.example/logo.png',
  }),
];

/** Scopes that seeded people have granted to an app, by its seed key. */
export const scopesOf: Record<string, string[]> = {
  'crumb-desktop': ['openid', 'email', 'profile', 'offline_access', 'full_access'],
  'crumb-cli': ['openid', 'read:documents', 'write:documents'],
  ledgerly: ['openid', 'email', 'read:invoices'],
};
