import { DirectiveLocation, GraphQLDirective, specifiedDirectives } from 'graphql';

const secret = new GraphQLDirective({
  name: 'secret',
  description: 'A value that must not be cached, logged or included in an error.',
  locations: [
    DirectiveLocation.FIELD_DEFINITION,
    DirectiveLocation.INPUT_FIELD_DEFINITION,
    DirectiveLocation.ARGUMENT_DEFINITION,
  ],
});

/** Directives of the printed schema. */
export const directives = [...specifiedDirectives, secret];
