/** Validation of a document: the rules of GraphQL and of the gateway, with messages that hold nothing but names. */
import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { oneSignIn } from '../sign-in/single-sign-in.ts';
import { withOwnRule } from './values-of-correct-type.ts';

const RULES = withOwnRule([...specifiedRules, oneSignIn]);

/** Characters of a message. graphql-js repeats names of the document, which may be as long as a body. */
const MAX_MESSAGE = 1_000;

/**
 * Validates a document.
 *
 * @param suggestions whether an error may suggest names of the schema
 * @param rules those of every document where not given
 * @throws AggregateError of GraphQLErrors with a code each
 */
export function validateDocument(
  schema: GraphQLSchema,
  document: DocumentNode,
  suggestions: boolean,
  rules: readonly ValidationRule[] = RULES,
): void {
  const errors = validate(schema, document, rules, { hideSuggestions: !suggestions });
  if (errors.length > 0) throw new AggregateError(errors.map(validationError));
}

const validationError = ({ message, nodes, extensions }: GraphQLError): GraphQLError =>
  new GraphQLError(
    message.length <= MAX_MESSAGE ? message : 'The document is not valid here, and a name in it is too long to repeat.',
    {
      nodes: nodes ?? null,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...extensions, http: { status: 400, spec: true } },
    },
  );
