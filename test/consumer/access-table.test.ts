/** T4 over the graph of consumer projects. */
import { schema } from '../../schema/consumer/index.ts';
import { describeAccessTable } from '../safety/access-table.ts';
import { gatewayOverSandbox } from './gateway.ts';
import { examples } from './operations/index.ts';

describeAccessTable('consumer', schema, {
  // No operation of a consumer project accepts the caller's session, so no operation is guarded twice.
  sentence: (_, alone) =>
    `No operation of a consumer project checks the caller’s session, so all ${alone} are checked by the gateway alone.`,
  own: ['get /v1/rbac/policy', 'get /v1/sessions/jwks/{project_id}', 'post /v1/sessions/authenticate'],
  exclude: ['**/b2b/**', '**/b2b.ts'],
  examples,
  open: () => gatewayOverSandbox({ warm: false }),
});
