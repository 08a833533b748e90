/** The subgraph in the schema language, for composition: with the directives of Federation, and `@secret` as a tag. */
import { getDirectiveInExtensions, MapperKind, mapSchema } from '@graphql-tools/utils';
import { GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import { printSdl } from '../print-sdl.ts';
import { entitiesOf, fieldSetsOf } from './entity.ts';
import { STANDALONE } from './subgraph.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@tag"])';

/** Composition of Federation 2 knows no directive of GraphQL that is younger than it. */
const ONE_OF = 'directive @oneOf on INPUT_OBJECT';

type Extended = { readonly extensions?: Readonly<Record<string, unknown>> | null | undefined };

const withDirective = <Config extends Extended>(
  config: Config,
  directive: string,
  args: object | readonly object[],
) => ({
  ...config,
  extensions: { ...config.extensions, directives: { [directive]: args } },
});

/** `@secret`, which only this graph knows, as a tag: contracts of a supergraph can leave out what has it. */
const taggedIfSecret = <Config extends Extended>(config: Config): Config =>
  getDirectiveInExtensions(config, 'secret', ['directives'])
    ? withDirective(config, 'tag', { name: 'secret' })
    : config;

/**
 * Prints the subgraph. What routers add by themselves (`_entities`, `_service`, the definitions of the directives) is left out.
 *
 * @param schema the graph as it stands alone
 */
export function printSubgraph(schema: GraphQLSchema, vertical: VerticalName): string {
  const entities = entitiesOf(schema, vertical);
  const mapped = mapSchema(schema, {
    [MapperKind.OBJECT_TYPE]: (type) => {
      const config = type.toConfig();
      const entity = entities.get(type.name);
      if (entity) {
        const keys = fieldSetsOf(entity).map((fields) => ({ fields }));
        return new GraphQLObjectType(withDirective(config, 'key', keys));
      }
      return type.name === 'PageInfo' ? new GraphQLObjectType(withDirective(config, 'shareable', {})) : undefined;
    },
    [MapperKind.ROOT_FIELD]: (config, name) => (STANDALONE.includes(name) ? null : taggedIfSecret(config)),
    [MapperKind.OBJECT_FIELD]: taggedIfSecret,
    [MapperKind.INTERFACE_FIELD]: taggedIfSecret,
    [MapperKind.ARGUMENT]: taggedIfSecret,
    [MapperKind.INPUT_OBJECT_FIELD]: taggedIfSecret,
    [MapperKind.DIRECTIVE]: (directive) => (directive.name === 'secret' ? null : undefined),
  });
  return `${LINK}\n\n${ONE_OF}\n\n${printSdl(mapped)}`;
}
