/** Yoga's way to the gateway's own words for parameters, documents and literals that are not valid. */
import { type DocumentNode, GraphQLError, type GraphQLSchema, type ValidationRule, validate } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { checkParams } from './params.ts';
import { parseDocument } from './syntax-error.ts';
import { withOwnRule } from './values-of-correct-type.ts';

/** Characters of a validation message. graphql-js repeats names of the document, which may be as long as a body. */
const MAX_MESSAGE = 1_000;

const withShortMessage = (error: GraphQLError): GraphQLError =>
  error.message.length <= MAX_MESSAGE
    ? error
    : new GraphQLError('The document is not valid here, and a name in it is too long to repeat.', {
        nodes: error.nodes ?? null,
      });

/**
 * Comes after the plugins that set the document of a request and before yoga's own checks.
 *
 * @param suggestions whether an error may suggest names of the schema
 * @param extraParams parameters beyond those of the specification
 */
export const inputPlugin = (suggestions: boolean, extraParams: readonly string[]): Plugin => ({
  onParams({ params }) {
    checkParams({ ...params }, extraParams);
  },
  onParse({ setParseFn }) {
    setParseFn(parseDocument);
  },
  onValidate({ setValidationFn }) {
    setValidationFn((schema: GraphQLSchema, document: DocumentNode, rules: readonly ValidationRule[]) =>
      validate(schema, document, withOwnRule(rules), { hideSuggestions: !suggestions }).map(withShortMessage),
    );
  },
});
