/** Invalid input that holds a secret, generated from a schema. */
import {
  type GraphQLInputType,
  type GraphQLNamedInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  isIntrospectionType,
} from 'graphql';

/** Matches any output that holds one of the values below. */
export const MARKER = /canary|p4ssw0rd|9876543/i;

const SECRET = 'canary p4ssw0rd';
const long = 'x'.repeat(1_990);

/** Values that no type of this schema accepts, or with characters at which a message could be truncated. */
export const oddValues: readonly unknown[] = [
  SECRET,
  'canary_p4ssw0rd',
  `${SECRET}; quiet kettles`,
  `"; ${SECRET}"`,
  `'${SECRET}'`,
  `\\"${SECRET}\\`,
  `${SECRET}\nat the end of a line`,
  `\r\n${SECRET}\r\n`,
  `\u2028${SECRET}\u2029`,
  `\u0000\u0007${SECRET}`,
  `. Did you mean "${SECRET}"?`,
  `at "in.${SECRET}"; Field`,
  `x at y ${SECRET}`,
  `\n    at find (file:///${SECRET}.ts:1:2)`,
  `{"password":"${SECRET}"}`,
  `["${SECRET}"]`,
  `{ password: "${SECRET}" }`,
  `"""${SECRET}"""`,
  `${long}${SECRET}`,
  `${SECRET}${long}`,
  `${long}${SECRET}${long}`,
  `${SECRET}@`,
  `http://[${SECRET}`,
  `+1${SECRET}`,
  '+9876543987654398765439876543',
  `eyJ${SECRET}.a.b`,
  `2026-01-01T00:00:00Z${SECRET}`,
  9876543.5,
  -9876543.25,
  98_765_439_876_543,
  9.876543e200,
  [SECRET],
  [[SECRET]],
  [[[SECRET]]],
  [null, SECRET],
  [1, { a: SECRET }, [SECRET]],
  [{ password: SECRET }, { password: SECRET }],
  Array.from({ length: 60 }, () => ({ password: SECRET })),
  { password: SECRET },
  { password: `${SECRET}; quiet kettles`, remember: true },
  { password: SECRET, telemetryId: long },
  { password: { password: { password: SECRET } } },
  { password: [SECRET, [SECRET]] },
  { password: 9876543.5 },
  { [SECRET]: true },
  { [`${SECRET}; "`]: SECRET },
  { [`canary_${long}`]: 1 },
  { '': SECRET },
  { constructor: SECRET, toString: { a: SECRET } },
  JSON.parse(`{ "__proto__": "${SECRET}" }`),
  { organizationId: SECRET, memberId: [SECRET], emailAddress: { a: SECRET } },
];

/** Every input type of a schema: objects, enums and scalars. */
export const inputTypesOf = (schema: GraphQLSchema): readonly GraphQLNamedInputType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLNamedInputType => isInputType(type) && !isIntrospectionType(type),
  );

/** An input object with the value in each field and one unknown field. Any other type gets the value itself. */
export function filledWith(value: unknown, type: GraphQLInputType): unknown {
  const named = getNamedType(type);
  if (!isInputObjectType(named)) return value;
  const fields = Object.keys(named.getFields()).map((name) => [name, value]);
  return { ...Object.fromEntries(fields), remember: true };
}

/** The same as a literal, unless it has more tokens than a document may have. */
export function filledLiteral(value: unknown, type: GraphQLInputType): string {
  const filled = literal(filledWith(value, type));
  return filled.split('password').length < 250 ? filled : literal(value);
}

/** A value as a GraphQL literal. Its keys become names, which a document may repeat. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(
    ([key, inner], index) => `${/canary|^$/.test(key) ? `field${index}` : key}: ${literal(inner)}`,
  );
  return `{ ${fields.join(', ')} }`;
}

/** Literals that JSON cannot express. */
export const oddLiterals: readonly string[] = [
  'canary_p4ssw0rd',
  `"""${SECRET}"""`,
  `"""\n  ${SECRET}; "quiet"\n  kettles\n"""`,
  `{ password: """${SECRET}""" }`,
  '[canary_p4ssw0rd, CANARY]',
  '{ password: canary_p4ssw0rd }',
  '-98765430',
  '9876543e9',
  `"\\u0063anary p4ssw0rd"`,
];

/** Documents with a syntax error next to a secret, and the expected message. */
export const brokenDocuments: readonly (readonly [string, string])[] = [
  ['{\n  viewer {\n    kind\n  }\n  organization(organizationId: ) { name }\n}', 'unexpected `)`'],
  [`{ a(b: "${SECRET}) { c } }`, 'unterminated string'],
  [`{ a(b: "${SECRET}\n") { c } }`, 'unterminated string'],
  [`{ a(b: "${SECRET}\r\n") { c } }`, 'unterminated string'],
  [`{ a(b: """${SECRET}) { c } }`, 'unterminated string'],
  [`{ a(b: """${SECRET}"" ) { c } }`, 'unterminated string'],
  [`{ a(b: "${SECRET}\\q") { c } }`, 'invalid escape in a string'],
  [`{ a(b: "\\u{canary}") { c } }`, 'invalid escape in a string'],
  [`{ a(b: "\\uD800${SECRET}") { c } }`, 'invalid escape in a string'],
  [`{ a(b: "${SECRET}\uD800") { c } }`, 'invalid character in a string'],
  [`{ a(b: """${SECRET}\uD800""") { c } }`, 'invalid character in a string'],
  [`{ a(b: '${SECRET}') { c } }`, 'invalid character'],
  ['{ a(b: canary?p4ssw0rd) { c } }', 'invalid character'],
  ['{ a(b: 09876543) { c } }', 'invalid number'],
  ['{ a(b: 9876543canary) { c } }', 'invalid number'],
  ['{ a(b: 9876543.x) { c } }', 'invalid number'],
  ['{ a(b: 9876543.5e) { c } }', 'invalid number'],
  [`{ a(b: # ${SECRET}\n) { c } }`, 'unexpected `)`'],
  [`{ a("${SECRET}": 1) { c } }`, 'expected name, found string'],
  [`{ a(b "${SECRET}") { c } }`, 'expected `:`, found string'],
  ['{ a(b canary_p4ssw0rd) { c } }', 'expected `:`, found name'],
  ['{ a(b: [1, 2) { c } }', 'unexpected `)`'],
  [`{ a(b: { "${SECRET}": 1 }) { c } }`, 'expected name, found string'],
  [`{ a(b: { c: "${SECRET}" `, 'expected name, found end of document'],
  ['{ a(b: 9876543 ', 'expected name, found end of document'],
  [`{ "${SECRET}" }`, 'expected name, found string'],
  ['{ 9876543 }', 'expected name, found number'],
  [`"${SECRET}"`, 'unexpected end of document'],
  [`"${SECRET}" { a }`, 'unexpected string'],
  ['canary_p4ssw0rd { a }', 'unexpected name'],
  ['9876543', 'unexpected number'],
  ['9876543.5', 'unexpected number'],
  ['query (canary_p4ssw0rd: Int) { a }', 'expected `$`, found name'],
  [`query ($a: "${SECRET}") { a }`, 'expected name, found string'],
  ['query ($a: Int = $canary_p4ssw0rd) { a }', 'unexpected `$`'],
  ['query ($a Int) { a }', 'expected `:`, found name'],
  ['fragment canary_p4ssw0rd of Query { a }', 'expected `on`, found name'],
  ['fragment on on Query { a }', 'unexpected name'],
  ['{ ...on }', 'expected name, found `}`'],
  ['{ a @ }', 'expected name, found `}`'],
  ['{ a(b: 1) { } }', 'expected name, found `}`'],
  ['{', 'expected name, found end of document'],
  ['}', 'unexpected `}`'],
  [SECRET, 'unexpected name'],
];
