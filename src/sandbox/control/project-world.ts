import type { ProjectStore } from '../store.ts';

/** Server key of a gateway over a sandbox. It protects nothing. */
export const SERVER_KEY = 'sgk_sandbox_admin';

/** Overview of a project, for both kinds. */
export type ProjectWorld = {
  origin: string;
  project_id: string;
  secret: string;
  /** Public apps have no secret. */
  connected_apps: { client_id: string; client_name: string; client_type: string; client_secret?: string }[];
  /** With their initial secrets, for the token endpoint. */
  m2m_clients: { client_id: string; client_name: string; client_secret: string; scopes: string[]; status: string }[];
  /** Devices to look up, with the reasons of their verdicts. */
  telemetry: { telemetry_id: string; reasons: string[]; expires_at: string }[];
};

/** Properties of the overview that both kinds of project have. */
export const projectWorld = (store: ProjectStore): ProjectWorld => ({
  origin: store.origin,
  project_id: store.projectId,
  secret: store.secret,
  connected_apps: [...store.connectedApps.values()].map(
    ({ client_secret, app: { client_id, client_name, client_type } }) => ({
      client_id,
      client_name,
      client_type,
      ...(client_secret ? { client_secret } : {}),
    }),
  ),
  m2m_clients: [...store.m2mClients.values()].map(({ client_secret, client }) => ({
    client_id: client.client_id,
    client_name: client.client_name,
    client_secret,
    scopes: client.scopes,
    status: client.status,
  })),
  telemetry: [...store.telemetry.values()].map(({ telemetry_id, reasons, expires_at }) => ({
    telemetry_id,
    reasons,
    expires_at,
  })),
});
