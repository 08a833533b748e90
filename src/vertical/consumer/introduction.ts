/** The introduction for new users of a consumer project. */
import type { ConsumerWorld } from '../../sandbox/consumer/world.ts';
import type { Introduction } from '../vertical.ts';
import { defaultTabs } from './tabs.ts';

export const introduction: Introduction = {
  tabs: (world?: ConsumerWorld) => defaultTabs(world && { userId: world.credentials.ada.user_id }),
  credentialsOf: ({ credentials: { ada, user, server_key } }: ConsumerWorld) => [
    { name: 'ada', label: `User · ${ada.name}`, token: ada.session_jwt },
    { name: 'user', label: `User · ${user.name}`, token: user.session_jwt },
    { name: 'server', label: 'Server · API key', token: server_key },
  ],
  welcome(graphiql, sandbox, { credentials: { ada, user, server_key } }: ConsumerWorld) {
    return `
  GraphiQL   ${graphiql}
  Sandbox    ${sandbox}/sandbox/world (ids and fresh tokens), ${sandbox}/sandbox/outbox (mail and texts)

  Send one of these as \`Authorization: Bearer ...\`
    server   ${server_key}
    user     ${ada.session_token}   ${ada.name}, ${ada.user_id}
    user     ${user.session_token}   ${user.name}, ${user.user_id}

`;
  },
};
