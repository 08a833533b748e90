/**
 * Limits of a document (tokens, depth, fields, aliases), checked before validation, whose time grows faster than its
 * size.
 */
import { type DocumentNode, Kind, Lexer, type SelectionSetNode, Source, TokenKind, visit } from 'graphql';
import { formatNumber, type Limits, limitExceededError } from './limits.ts';

/**
 * Max repetitions of one field in one selection, where equal fields merge. Validation compares each pair; a dozen
 * components of a page that all select `id` are usual.
 */
const MOST_REPEATS = 30;

/** Max directives at one location: only two exist, and validation reports an error for each unknown one. */
const MOST_DIRECTIVES_HERE = 4;

/**
 * Counts the tokens of an unparsed document.
 *
 * @throws GraphQLError LIMIT_EXCEEDED
 */
export function checkTokenLimit(text: string, { tokens: most }: Limits): void {
  if (hasMoreTokens(text, most)) {
    throw limitExceededError(`The document has more than ${formatNumber(most)} tokens. Send a smaller document.`, {
      limit: 'tokens',
      most,
    });
  }
}

function hasMoreTokens(text: string, most: number): boolean {
  const lexer = new Lexer(new Source(text));
  try {
    for (let count = 0; lexer.advance().kind !== TokenKind.EOF; count += 1) if (count === most) return true;
  } catch {
    // The parser fails at the same position with a better message.
  }
  return false;
}

/**
 * Checks a parsed document against the limits; a fragment counts wherever it is spread. The document may be invalid.
 * The time is proportional to the limits, whatever the document.
 *
 * @throws GraphQLError LIMIT_EXCEEDED
 */
export function checkDocumentLimits(document: DocumentNode, limits: Limits): void {
  const refuseOver = (limit: 'aliases' | 'directives' | 'list' | 'fields' | 'depth', count: number, what: string) => {
    const most = limits[limit];
    if (count > most) {
      const message = `The document has more than ${formatNumber(most)} ${what}. Send a smaller document.`;
      throw limitExceededError(message, { limit, most });
    }
  };

  let aliases = 0;
  let directives = 0;
  visit(document, {
    SelectionSet({ selections }) {
      const renamed = selections.flatMap((selection) =>
        selection.kind === Kind.FIELD && selection.alias ? selection.name.value : [],
      );
      // Gateways in front of this one alias `__typename` once per selection.
      aliases += renamed.length - (renamed.includes('__typename') ? 1 : 0);
      refuseOver('aliases', aliases, 'aliases');
    },
    enter(node) {
      const here = 'directives' in node ? (node.directives?.length ?? 0) : 0;
      if (here > MOST_DIRECTIVES_HERE) {
        const message = `The document has more than ${MOST_DIRECTIVES_HERE} directives at one location. Send fewer.`;
        throw limitExceededError(message, { limit: 'directives', most: MOST_DIRECTIVES_HERE });
      }
      directives += here;
      refuseOver('directives', directives, 'directives');
    },
    ListValue({ values }) {
      refuseOver('list', values.length, 'values in a list');
    },
  });

  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition.selectionSet] as const] : [],
    ),
  );
  const spread = new Set<string>();
  let fields = 0;

  /** Visits the selections of one response object, merged by name as execution does. */
  const walk = (selections: readonly SelectionSetNode[], depth: number): void => {
    refuseOver('depth', depth, 'levels of fields');
    const here = new Set<string>();
    const merged = new Map<string, { count: number; below: SelectionSetNode[] }>();
    const collect = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        fields += 1;
        refuseOver('fields', fields, 'fields, counting fragments wherever they are spread');
        if (selection.kind === Kind.FIELD) {
          const name = (selection.alias ?? selection.name).value;
          const same = merged.get(name) ?? { count: 0, below: [] };
          merged.set(name, same);
          same.count += 1;
          if (same.count > MOST_REPEATS) {
            const message = `The document selects a field more than ${MOST_REPEATS} times in one object. Select it once.`;
            throw limitExceededError(message, { limit: 'repeats', most: MOST_REPEATS });
          }
          if (selection.selectionSet) same.below.push(selection.selectionSet);
        } else if (selection.kind === Kind.INLINE_FRAGMENT) {
          collect(selection.selectionSet);
        } else if (!here.has(selection.name.value)) {
          here.add(selection.name.value);
          spread.add(selection.name.value);
          const fragment = fragments.get(selection.name.value);
          if (fragment) collect(fragment);
        }
      }
    };
    for (const set of selections) collect(set);
    for (const { below } of merged.values()) if (below.length > 0) walk(below, depth + 1);
  };

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) walk([definition.selectionSet], 1);
  }
  // Validation also visits unused fragments.
  for (const [name, fragment] of fragments) if (!spread.has(name)) walk([fragment], 1);
}
