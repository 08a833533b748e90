/** T4 over the graph of B2B projects. */
import { schema } from '../../schema/b2b/index.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { examples } from '../operations/index.ts';
import { describeAccessTable } from './access-table.ts';

describeAccessTable('b2b', schema, {
  sentence: (both, alone) =>
    `${both} of them are checked twice: they accept the member’s session, which Stytch checks, too. ${alone} are checked by the gateway alone.`,
  own: [
    'get /v1/b2b/rbac/policy',
    'get /v1/b2b/rbac/organizations/{organization_id}',
    'get /v1/b2b/sessions/jwks/{project_id}',
    'post /v1/b2b/sessions/authenticate',
  ],
  exclude: ['**/consumer/**', '**/consumer.ts'],
  examples,
  open: () => gatewayOverSandbox({ warm: false }),
});
