import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { type GraphQLSchema, lexicographicSortSchema } from 'graphql';

/** The schema as SDL, sorted, with `@secret` beside what must not be kept. (graphql’s own printer leaves directives out.) */
export const printSdl = (schema: GraphQLSchema): string =>
  `${printSchemaWithDirectives(lexicographicSortSchema(schema), { pathToDirectivesInExtensions: ['directives'] })}\n`;
