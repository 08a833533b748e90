/** T33 over the graph of consumer projects. */
import { schema } from '../../schema/consumer/index.ts';
import { describeInputLeaks } from '../safety/input-leaks.ts';
import { gatewayOverSandbox } from './gateway.ts';

describeInputLeaks({
  schema,
  start: gatewayOverSandbox,
  freeForm: 'createUser(input: { trustedMetadata: { a: $value } })',
});
