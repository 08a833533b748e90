import type { SandboxWorld } from '../../sandbox/b2b/world.ts';
import type { GraphiqlCredential } from '../graphiql-config.ts';
import type { TabIds } from './tabs.ts';

/** The ids used by the prepared tabs, from the seed data of the sandbox. */
export const tabIdsOf = ({ credentials: { admin }, scim_connections, connected_apps }: SandboxWorld): TabIds => {
  const [scim] = scim_connections;
  // A public app has no secret to rotate.
  const app = connected_apps.find(({ client_type }) => !client_type.endsWith('_public'));
  if (!scim || !app) throw new Error('The sandbox has no SCIM connection or no connected app with a secret.');
  return {
    organizationId: admin.organization_id,
    memberId: admin.member_id,
    scim: { organizationId: scim.organization_id, connectionId: scim.connection_id },
    connectedAppClientId: app.client_id,
  };
};

/** The callers of the sandbox that GraphiQL offers. */
export const credentialsOf = ({
  credentials: { admin, member, server_key },
}: SandboxWorld): [GraphiqlCredential, ...GraphiqlCredential[]] => [
  { name: 'admin', label: `Admin · ${admin.name}`, token: admin.session_jwt },
  { name: 'member', label: `Member · ${member.name}`, token: member.session_jwt },
  { name: 'server', label: 'Server · API key', token: server_key },
];
