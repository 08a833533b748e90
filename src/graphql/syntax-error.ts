/** Syntax errors name the kind of a token and never its text: an unterminated string may contain a password. */
import {
  type DocumentNode,
  GraphQLError,
  Lexer,
  type ParseOptions,
  parse,
  type Source,
  type Token,
  TokenKind,
} from 'graphql';

/**
 * Parses a document.
 *
 * @throws GraphQLError GRAPHQL_PARSE_FAILED with the location
 */
export function parseDocument(text: string | Source, options?: ParseOptions): DocumentNode {
  try {
    return parse(text, options);
  } catch (cause) {
    throw cause instanceof GraphQLError ? syntaxError(cause) : cause;
  }
}

function syntaxError({ message, source, positions }: GraphQLError): GraphQLError {
  const position = positions?.[0] ?? 0;
  return new GraphQLError(`Syntax error: ${source ? fault(message, source, position) : 'unreadable document'}.`, {
    source,
    positions,
    extensions: { code: 'GRAPHQL_PARSE_FAILED', http: { status: 400, spec: true } },
  });
}

/** The fault at the position where graphql-js failed to parse a document. */
function fault(message: string, source: Source, position: number): string {
  const lexer = new Lexer(source);
  try {
    for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
      if (token.start >= position) return unexpected(message, token);
    }
    return unexpected(message, lexer.token);
  } catch {
    return lexicalFault(source.body, lexer.token.end, position);
  }
}

function unexpected(message: string, found: Token): string {
  const expected = expectations.find(([start]) => message.startsWith(start))?.[1];
  return expected ? `expected ${expected}, found ${words(found.kind)}` : `unexpected ${words(found.kind)}`;
}

/** The name of a token kind. Punctuation equals its kind; the text of any other token comes from the client. */
function words(kind: TokenKind): string {
  switch (kind) {
    case TokenKind.EOF:
    case TokenKind.SOF:
      return 'end of document';
    case TokenKind.NAME:
      return 'name';
    case TokenKind.INT:
    case TokenKind.FLOAT:
      return 'number';
    case TokenKind.STRING:
    case TokenKind.BLOCK_STRING:
      return 'string';
    default:
      return `\`${kind}\``;
  }
}

/** Prefixes of graphql-js messages about an expected token, with the gateway's name for that token: a closed list. */
const expectations: readonly (readonly [string, string])[] = [
  ...Object.values(TokenKind).flatMap((kind) => [
    [`Syntax Error: Expected "${kind}", found `, words(kind)] as const,
    [`Syntax Error: Expected ${kind}, found `, words(kind)] as const,
  ]),
  ['Syntax Error: Expected "on", found ', '`on`'],
];

/** Ignored characters between tokens: whitespace, commas and comments. */
const IGNORED = /(?:[\s,\uFEFF]|#[^\n\r]*)*/y;

/** The fault of the token that begins after `end` and fails at `position`. */
function lexicalFault(body: string, end: number, position: number): string {
  IGNORED.lastIndex = end;
  IGNORED.exec(body);
  const first = body.charAt(IGNORED.lastIndex);
  if (first === '"') {
    if (/^(?:$|[\n\r])/.test(body.slice(position, position + 1))) return 'unterminated string';
    return body.charAt(position) === '\\' ? 'invalid escape in a string' : 'invalid character in a string';
  }
  return /[-\d]/.test(first) ? 'invalid number' : 'invalid character';
}
