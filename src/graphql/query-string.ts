/**
 * GET requests, whose parameters are in the URL (GraphQL over HTTP, 6.3). They run queries only and must not contain
 * secrets.
 */
import {
  type DocumentNode,
  type GraphQLError,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  getOperationAST,
  isInputObjectType,
  OperationTypeNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { parseJson } from '../stytch/json/exact-numbers.ts';
import { badRequest } from './params.ts';

/** Max characters of a URL. Proxies have similar limits; longer requests need POST. */
export const MAX_ADDRESS_LENGTH = 8_192;

/** Parameters of which at least one makes a GET a GraphQL request. */
const WHAT = ['query', 'documentId', 'extensions'] as const;

const parametersOf = (address: string): URLSearchParams => {
  const start = address.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : address.slice(start + 1));
};

/** Whether a URL names a document. A browser that opens a URL without one gets GraphiQL. */
export function asksSomething(address: string): boolean {
  const parameters = parametersOf(address);
  return WHAT.some((name) => parameters.has(name));
}

/**
 * Reads the parameters of a GET, in the shape of a POST body.
 *
 * @throws GraphQLError that contains nothing of the URL
 */
export function readAddress(address: string): unknown {
  if (address.length > MAX_ADDRESS_LENGTH) {
    throw badRequest(`The URL has more than ${MAX_ADDRESS_LENGTH} characters. Send a POST.`, { status: 414 });
  }
  const found: Record<string, unknown> = Object.create(null);
  for (const [name, text] of parametersOf(address)) {
    if (name in found) throw badRequest('A parameter is repeated in the URL.');
    const isJson = name === 'variables' || name === 'extensions';
    found[name] = text === '' ? null : isJson ? jsonOf(name, text) : text;
  }
  return { ...found };
}

function jsonOf(name: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw badRequest(`\`${name}\` must be a JSON object.`);
  }
}

/**
 * Rejects operations that must not be sent by GET: mutations, and documents with an argument that takes a secret,
 * because URLs are logged and cached.
 *
 * @throws GraphQLError with status 405
 */
export function checkGet(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): void {
  const operation = getOperationAST(document, operationName);
  if (operation && operation.operation !== OperationTypeNode.QUERY) {
    throw postInstead('A GET runs queries only. Send the mutation as a POST of application/json.');
  }
  if (takesSecret(schema, document)) {
    throw postInstead('The document takes a secret, which must not be in a URL. Send a POST of application/json.');
  }
}

const postInstead = (message: string): GraphQLError => badRequest(message, { status: 405, headers: { allow: 'POST' } });

/** Cached result per document. */
const known = new WeakMap<DocumentNode, boolean>();

function takesSecret(schema: GraphQLSchema, document: DocumentNode): boolean {
  const found = known.get(document);
  if (found !== undefined) return found;
  let takes = false;
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Field() {
        const field = types.getFieldDef();
        takes ||= Boolean(field && hasSecretArgument(field));
      },
    }),
  );
  known.set(document, takes);
  return takes;
}

type Marked = { readonly type: GraphQLInputType; readonly extensions: Readonly<Record<string, unknown>> };

/** Whether an argument of a field is a secret or contains one at any depth. */
const hasSecretArgument = ({ args }: GraphQLField<unknown, unknown>): boolean =>
  args.some((argument) => holdsSecret(argument, []));

function holdsSecret({ type, extensions }: Marked, within: readonly string[]): boolean {
  const { directives } = extensions;
  if (typeof directives === 'object' && directives !== null && 'secret' in directives) return true;
  const named = getNamedType(type);
  if (!isInputObjectType(named) || within.includes(named.name)) return false;
  return Object.values(named.getFields()).some((field) => holdsSecret(field, [...within, named.name]));
}
