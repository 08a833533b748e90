/** Cost of `_entities`: the calls to Stytch, computed from the representations before execution. */
import { type GraphQLObjectType, getNamedType } from 'graphql';
import { type CountCalls, isFetchedById, operationsOf } from '../../src/limits/cost.ts';
import { isRecord } from '../../src/stytch/contract/record.ts';
import { type Entity, valuesOf } from './entity.ts';

/**
 * Counts the calls for representations. Entities that a search finds by id need one call per type. Every other entity
 * needs its own call, even if several representations name it.
 */
export function callsForEntities(query: GraphQLObjectType, entities: ReadonlyMap<string, Entity>): CountCalls {
  const searched = new Set<string>();
  for (const field of Object.values(query.getFields())) {
    if (isFetchedById(operationsOf(field))) searched.add(getNamedType(field.type).name);
  }
  return ({ representations }) => {
    if (!Array.isArray(representations)) return 1;
    const together = new Set<string>();
    const apart = new Set<string>();
    for (const representation of representations) {
      const name = isRecord(representation) ? representation['__typename'] : undefined;
      const entity = typeof name === 'string' ? entities.get(name) : undefined;
      if (!entity || !isRecord(representation)) continue;
      const isById = valuesOf(representation, entity.nodeKey) !== undefined;
      if (isById && searched.has(entity.type.name)) together.add(entity.type.name);
      else apart.add(JSON.stringify(representation));
    }
    return apart.size + together.size;
  };
}
