/** Errors of syntax, told by the kind of token and never by its text: a string that does not end may hold a password. */
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

/** What is wrong at a position of a document that graphql-js could not parse. */
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

/** The kind of a token. A token of punctuation is the same text as its kind; any other could hold what a client wrote. */
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

/** How graphql-js begins a message about a token that it expected, and our word for that: a closed list. */
const expectations: readonly (readonly [string, string])[] = [
  ...Object.values(TokenKind).flatMap((kind) => [
    [`Syntax Error: Expected "${kind}", found `, words(kind)] as const,
    [`Syntax Error: Expected ${kind}, found `, words(kind)] as const,
  ]),
  ['Syntax Error: Expected "on", found ', '`on`'],
];

/** Characters between tokens: blanks, commas and comments. */
const IGNORED = /(?:[\s,\uFEFF]|#[^\n\r]*)*/y;

/** What is wrong with the token that begins after `end` and stumbles at `position`. */
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
