/** Validates documents: the rules of GraphQL and of the gateway. Messages contain only names. */
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

/** Max characters of a message. graphql-js repeats names of the document, which may be as long as the body. */
const MAX_MESSAGE = 1_000;

/**
 * Validates a document.
 *
 * @param suggestions whether an error may suggest names of the schema
 * @param rules default: the rules for every document
 * @throws AggregateError of GraphQLErrors, each with a code
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
    message.length <= MAX_MESSAGE
      ? message
      : 'The document is invalid. The reason is omitted, because it contains a very long name.',
    {
      nodes: nodes ?? null,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', ...extensions, http: { status: 400, spec: true } },
    },
  );
