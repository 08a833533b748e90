import { GraphQLError, type ValidationRule } from 'graphql';
import { isSignInField } from './sign-in-attempt.ts';

/**
 * A document holds one mutation that signs somebody in, at most: else aliases would be a hundred guesses for the price of
 * one request. Where it stands in the document does not matter, nor whether a directive leaves it out: a field of the root
 * runs once however often its fragment is spread, so counting it where it is written is enough.
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
        new GraphQLError('A document may hold only one mutation that signs in. Send each by itself.', {
          nodes: node,
          extensions: { code: 'TOO_MANY_SIGN_INS' },
        }),
      );
    },
  };
};
