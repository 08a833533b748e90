/** The introduction for new users of a B2B project. */
import type { SandboxWorld } from '../../sandbox/b2b/world.ts';
import type { Introduction } from '../vertical.ts';
import { defaultTabs } from './tabs.ts';
import { credentialsOf, tabIdsOf } from './world.ts';

export const introduction: Introduction = {
  tabs: (world?: SandboxWorld) => defaultTabs(world && tabIdsOf(world)),
  credentialsOf,
  welcome(graphiql, sandbox, { organizations, credentials: { admin, member, server_key } }: SandboxWorld) {
    const [first, second] = organizations;
    return `
  GraphiQL   ${graphiql}
  Sandbox    ${sandbox}/sandbox/world (ids and fresh tokens), ${sandbox}/sandbox/outbox (mail and texts)

  Organizations
    ${first?.organization_name.padEnd(28)} ${first?.organization_id}
    ${second?.organization_name.padEnd(28)} ${second?.organization_id}

  Send one of these as \`Authorization: Bearer ...\`
    server   ${server_key}
    admin    ${admin.session_token}   ${admin.name}, ${admin.member_id}
    member   ${member.session_token}   ${member.name}, ${member.member_id}

`;
  },
};
