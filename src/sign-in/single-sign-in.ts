import { GraphQLError, type ValidationRule } from 'graphql';
import { isSignInField } from './sign-in-attempt.ts';

/**
 * Validation rule: a document holds at most one mutation that signs a person in. Otherwise aliases would allow many
 * guesses per request. Its position and directives do not matter: a root field runs once however often its fragment is
 * spread, so counting occurrences in the document is sufficient.
 */
export const oneSignIn: ValidationRule = (context) => {
  let found = 0;
  return {
    Field(node) {
      const field = context.getFieldDef();
      if (!field || context.getParentType() !== context.getSchema().getMutationType() || !isSignInField(field)) return;
      found += 1;
      if (found !== 2) return;
      context.reportError(
        new GraphQLError('The document has more than one sign-in mutation. Send each in its own request.', {
          nodes: node,
          extensions: { code: 'TOO_MANY_SIGN_INS' },
        }),
      );
    },
  };
};
