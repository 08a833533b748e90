/** The subgraph as SDL for composition, with Federation directives and `@secret` as a tag. */
import { getDirectiveInExtensions, MapperKind, mapSchema } from '@graphql-tools/utils';
import { GraphQLObjectType, type GraphQLSchema } from 'graphql';
import type { VerticalName } from '../../src/vertical/vertical.ts';
import { printSdl } from '../print-sdl.ts';
import { entitiesOf, fieldSetsOf } from './entity.ts';
import { STANDALONE } from './subgraph.ts';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.5", import: ["@key", "@shareable", "@tag"])';

/** Federation 2 composition does not know the newer GraphQL directive `@oneOf`. */
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

/** Converts `@secret`, which other subgraphs do not know, to `@tag`. Contracts of a supergraph can exclude the tag. */
const taggedIfSecret = <Config extends Extended>(config: Config): Config =>
  getDirectiveInExtensions(config, 'secret', ['directives'])
    ? withDirective(config, 'tag', { name: 'secret' })
    : config;

/**
 * Prints the subgraph, without the parts that routers add (`_entities`, `_service`, the directive definitions).
 *
 * @param schema the graph outside of a supergraph
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
