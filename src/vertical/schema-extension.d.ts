/** A separate file, so that users of the package do not get this declaration. */
import type { Vertical } from './vertical.ts';

declare module 'graphql' {
  interface GraphQLSchemaExtensions {
    vertical?: Vertical;
  }
}
