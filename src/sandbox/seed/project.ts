import type { Grant, ProjectStore } from '../store.ts';
import { connectedApps } from './connected-app.ts';
import { telemetry, verdictReasons } from './fraud.ts';
import { m2mClients } from './m2m.ts';

/** Initial state of an empty project of either kind. */
export const emptyProject = (
  now: () => Date,
): Omit<ProjectStore<Grant>, 'projectId' | 'projectName' | 'secret' | 'policy' | 'consents'> => ({
  origin: '',
  now,
  connectedApps: new Map(),
  m2mClients: new Map(),
  telemetry: new Map(),
  deviceHistory: new Map(),
  fraudRules: new Map(),
  verdictReasons: new Map(verdictReasons.map((reason) => [reason.verdict_reason, reason])),
  trustedTokenProfiles: new Map(),
  legacySessions: new Map(),
  spentTokens: new Set(),
  failures: new Map(),
  authorizationCodes: new Map(),
  refreshTokens: new Map(),
  revokedTokens: new Set(),
  domainIssuers: new Set(),
  authorizationUrl: 'http://localhost:3000/oauth/authorize',
  impersonations: new Map(),
  outbox: [],
  passwordStrength: 'zxcvbn',
});

/** Seeded state of a project of either kind without people: M2M clients, apps and devices. */
export const projectSeed = (): Pick<
  ProjectStore,
  'connectedApps' | 'm2mClients' | 'telemetry' | 'trustedTokenProfiles'
> => ({
  connectedApps: new Map(connectedApps.map((record) => [record.app.client_id, record])),
  m2mClients: new Map(m2mClients.map((record) => [record.client.client_id, record])),
  telemetry: new Map(telemetry.map((device) => [device.telemetry_id, device])),
  trustedTokenProfiles: new Map([
    [
      'trusted-auth-token-profile-test-payroll',
      {
        profile_id: 'trusted-auth-token-profile-test-payroll',
        issuer: 'https://payroll.example',
        audience: 'stytch-graphql-sandbox',
        email_claim: 'email',
      },
    ],
  ]),
});
