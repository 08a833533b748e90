import { applyEdits, format } from 'jsonc-parser';
import type { Parser, Printer } from 'prettier';

/**
 * A Prettier language for the variables and headers editors. GraphiQL would bundle Babel to indent JSON, 140 kB
 * compressed; the JSON parser that is already bundled does the same. Replaces `prettier/parser-babel` and
 * `prettier/plugins/estree`.
 */
interface Text {
  text: string;
}

const parser: Parser<Text> = {
  astFormat: 'jsonc-text',
  parse: (text) => ({
    text: applyEdits(text, format(text, undefined, { tabSize: 2, insertSpaces: true, insertFinalNewline: true })),
  }),
  locStart: () => 0,
  locEnd: ({ text }) => text.length,
};

const printer: Printer<Text> = { print: ({ node }) => node.text };

export const parsers = { jsonc: parser };
export const printers = { 'jsonc-text': printer };
