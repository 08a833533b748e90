/** The Markdown of docs/rest-to-graphql.md. */
import { code, table } from '../markdown.ts';
import type { Difference, Entry } from './entry.ts';

/** A part of the page: the operations of one kind of project, or of both. */
export interface Part {
  readonly title: string;
  /** The word of its markers, `<!-- operations: b2b -->`. */
  readonly name: string;
  /** The page of who may what. */
  readonly accessPage: string;
  /** What a signed-in person is called. */
  readonly person: string;
}

const titleOf = ({ method, path }: Entry): string => `${method} ${path}`;

/** The anchor of a heading, as GitHub forms it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

const differences = (title: string, rows: readonly Difference[]): string[] =>
  rows.length === 0
    ? []
    : [
        table(
          [title, 'in the graph'],
          rows.map(([wire, here]) => [code(wire), here]),
        ),
      ];

const fenced = (language: string, text: string): string => `\`\`\`${language}\n${text}\n\`\`\``;

function callers({ access: { visitor, person, right } }: Entry, part: Part): string {
  const words = [
    `visitor: ${visitor}`,
    `${part.person}: ${person}`,
    ...(right ? [`right or scope: ${right.replaceAll('(#', `(${part.accessPage}#`)}`] : []),
  ];
  return words.join('; ');
}

const entryText = (entry: Entry, part: Part): string =>
  [
    `#### ${titleOf(entry)}`,
    [
      `- Stytch: ${code(entry.id)}`,
      `- Graph: ${code(entry.field)}${entry.others.length > 0 ? `; also called by ${entry.others.map(code).join(', ')}` : ''}`,
      `- Who may: ${callers(entry, part)}. The example is sent as ${code(entry.caller)}.`,
      ...(entry.after.length > 0 ? [`- The example comes after ${entry.after.map(code).join(', ')}.`] : []),
      ...entry.behaviour.map((sentence) => `- ${sentence}`),
    ].join('\n'),
    fenced('graphql', entry.document),
    ...(entry.variables ? [fenced('json', entry.variables)] : []),
    ...differences('request of Stytch', entry.inputs),
    ...differences('response of Stytch', entry.outputs),
  ].join('\n\n');

/** Everything between the markers of a part. */
export function partText(part: Part, entries: readonly Entry[]): string {
  const domains = [...new Set(entries.map(({ domain }) => domain))];
  return domains
    .flatMap((domain) => {
      const own = entries.filter((entry) => entry.domain === domain);
      return [
        `### ${domain}, ${part.title}`,
        table(
          ['Stytch', 'graph'],
          own.map((entry) => [`[${titleOf(entry)}](#${anchorOf(titleOf(entry))})`, code(entry.field)]),
        ),
        ...own.map((entry) => entryText(entry, part)),
      ];
    })
    .join('\n\n');
}

const markersOf = (name: string): readonly [begin: string, end: string] => [
  `<!-- operations: ${name} -->`,
  `<!-- /operations: ${name} -->`,
];

/** The text that stands between the markers of a part. @throws Error if the page lacks them */
export function partIn(page: string, name: string): string {
  const [begin, end] = markersOf(name);
  const from = page.indexOf(begin);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/rest-to-graphql.md has no markers \`${begin}\` and \`${end}\`.`);
  return page.slice(from + begin.length, to).trim();
}

/** The page with another text between the markers of a part. */
export function withPart(page: string, name: string, text: string): string {
  partIn(page, name);
  const [begin, end] = markersOf(name);
  const [before = ''] = page.split(begin);
  const after = page.slice(page.indexOf(end) + end.length);
  return `${before}${begin}\n\n${text}\n\n${end}${after}`;
}
