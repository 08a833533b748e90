import { GraphQLError, GraphQLScalarType, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { GraphQLDateTime, GraphQLJSONObject, GraphQLJWT } from 'graphql-scalars';
import { exactNumber, withExactNumbers } from '../src/stytch/json/exact-numbers.ts';

/**
 * A text that a scalar rejects. The argument parser turns it into INVALID_INPUT with its path, as the result of a
 * mutation: an error thrown by the scalar would end the whole request (graph.md, 6).
 */
export class MalformedText {
  /** The scalar that rejects the text. The text itself is not stored. */
  readonly type: GraphQLScalarType;

  constructor(type: GraphQLScalarType) {
    this.type = type;
  }
}

/**
 * A scalar of graphql-scalars that validates a text and returns it unchanged. (The library returns a Date or URL, and
 * serializing those changes the text: a redirect URL with an added slash is another URL.) Its error names the expected
 * form and never the value.
 *
 * @param form the expected form, for error messages; stored in `extensions.form`
 * @param specifiedByURL the specification of that form
 * @param usual matches most valid values and no invalid one: a match skips the full validation
 */
function checked(
  scalar: GraphQLScalarType,
  form: string,
  specifiedByURL: string,
  usual?: RegExp,
): GraphQLScalarType<string | MalformedText, string> {
  const isForm = (value: string): boolean => {
    if (usual?.test(value)) return true;
    try {
      scalar.parseValue(value);
      return true;
    } catch {
      return false;
    }
  };
  const fault = (node?: ValueNode) => new GraphQLError(`Expected ${scalar.name}: ${form}.`, { nodes: node ?? null });
  const parse = (value: unknown, node?: ValueNode): string | MalformedText => {
    if (typeof value !== 'string') throw fault(node);
    return isForm(value) ? value : malformed;
  };
  const type = new GraphQLScalarType<string | MalformedText, string>({
    name: scalar.name,
    description: `${form[0]?.toUpperCase()}${form.slice(1)}.`,
    specifiedByURL,
    extensions: { form },
    // Outputs are returned as Stytch stores them, even if they would be rejected as inputs.
    serialize: (value) => {
      if (typeof value !== 'string' || (scalar === GraphQLDateTime && !isForm(value))) throw fault();
      return value;
    },
    parseValue: (value) => parse(value),
    parseLiteral: (node: ValueNode) => parse(valueFromASTUntyped(node), node),
  });
  const malformed = new MalformedText(type);
  return type;
}

/** Creates a scalar for strings of one format. Its check is at most as strict as that of Stytch, which validates again. */
const formed = (name: string, isForm: (value: string) => boolean): GraphQLScalarType =>
  new GraphQLScalarType({
    name,
    parseValue(value) {
      if (typeof value !== 'string' || !isForm(value)) throw new GraphQLError('another form');
      return value;
    },
  });

export const DateTime = checked(
  GraphQLDateTime,
  'an RFC 3339 date and time, such as 2026-01-31T09:30:00Z',
  'https://www.rfc-editor.org/rfc/rfc3339#section-5.6',
  // Days up to the 28th exist in every month.
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/,
);
// Email addresses may contain letters of any alphabet on both sides, and a quoted local part any characters.
const GraphQLAddress = formed(
  'EmailAddress',
  (value) => value.length <= 320 && /^[^\p{Cc}]+@[^\p{Cc}@]+$/u.test(value),
);
export const EmailAddress = checked(
  GraphQLAddress,
  'an email address, such as ada@example.com',
  'https://www.rfc-editor.org/rfc/rfc5322#section-3.4.1',
);
export const Jwt = checked(
  GraphQLJWT,
  'a JSON Web Token: three base64url parts joined by dots',
  'https://www.rfc-editor.org/rfc/rfc7519',
);
// Stytch may store a number with the blanks that were entered.
const GraphQLPhoneNumber = formed(
  'PhoneNumber',
  (value) => /^\+[\d ().-]{7,30}$/.test(value) && /^[1-9]\d{6,14}$/.test(value.replace(/\D/g, '')),
);
export const PhoneNumber = checked(
  GraphQLPhoneNumber,
  'a phone number in E.164 format, such as +12025550123',
  'https://www.itu.int/rec/T-REC-E.164',
);
// A browser resolves a relative URL, such as `//evil.example`, to another site. The empty text clears a URL.
const GraphQLReference = formed('URL', (value) => value === '' || URL.canParse(value));
export const Url = checked(
  GraphQLReference,
  'an absolute URL, such as https://example.com/path',
  'https://url.spec.whatwg.org/',
);

/** Free-form data. Keys and numbers stay exactly as written. */
export const JsonObject = new GraphQLScalarType({
  ...GraphQLJSONObject.toConfig(),
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259#section-4',
  description: 'A JSON object with keys of your choice. It is passed on unchanged, including numbers of any length.',
  extensions: { form: 'a JSON object' },
  serialize: (value) => withExactNumbers(GraphQLJSONObject.serialize(value)),
  // The library's errors contain the value.
  parseValue: (value) => withExactNumbers(withoutValue(() => GraphQLJSONObject.parseValue(value))),
  parseLiteral(node, variables) {
    if (node.kind === Kind.OBJECT) return literal(node, variables);
    throw notAnObject(node);
  },
});

function withoutValue<T>(coerce: () => T): T {
  try {
    return coerce();
  } catch {
    throw notAnObject();
  }
}

const notAnObject = (node?: ValueNode) =>
  new GraphQLError('Expected JSONObject: a JSON object.', { nodes: node ?? null });

/** The value of a literal. The library would convert its numbers to doubles. */
function literal(node: ValueNode, variables: Readonly<Record<string, unknown>> | null | undefined): unknown {
  switch (node.kind) {
    case Kind.INT:
    case Kind.FLOAT:
      return exactNumber(node.value);
    case Kind.LIST:
      return node.values.map((item) => literal(item, variables));
    case Kind.OBJECT:
      return Object.fromEntries(node.fields.map(({ name, value }) => [name.value, literal(value, variables)]));
    default:
      return valueFromASTUntyped(node, variables);
  }
}
