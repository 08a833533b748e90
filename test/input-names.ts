import { type GraphQLInputObjectType, getNamedType, isInputObjectType } from 'graphql';

/** The names of inputs as rules find them: those of groups beside the others. */
export const inputNames = (type: GraphQLInputObjectType, inGroup = false): string[] =>
  Object.values(type.getFields()).flatMap(({ name, type: fieldType }) => {
    const inner = getNamedType(fieldType);
    return isInputObjectType(inner) && (inGroup || inner.extensions['group']) ? inputNames(inner, true) : [name];
  });
