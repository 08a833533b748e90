/** Apart from the code that needs it, so that it is not declared to whoever uses the package. */
import type { Vertical } from './vertical.ts';

declare module 'graphql' {
  interface GraphQLSchemaExtensions {
    vertical?: Vertical;
  }
}
