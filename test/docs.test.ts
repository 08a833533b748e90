/** What the pages tell people to send is valid, and where they lead there is something. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { buildSchema, NoUnusedFragmentsRule, parse, specifiedRules, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { printed } from '../docs/printing/regions.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const schema = buildSchema(read('schema/b2b.graphql'));
// A block may show nothing but a fragment.
const rules = specifiedRules.filter((rule) => rule !== NoUnusedFragmentsRule);

interface Block {
  line: number;
  language: string;
  text: string;
}

/** The fenced blocks of a page, and the page without them. */
const partsOf = (page: string) => {
  const fence = /^```(\w*)\n([\s\S]*?)^```$/gm;
  const blocks = [...page.matchAll(fence)].map(
    ({ index, 1: language = '', 2: text = '' }): Block => ({
      line: page.slice(0, index).split('\n').length,
      language,
      text,
    }),
  );
  return { blocks, prose: page.replaceAll(fence, '') };
};

/** What a heading is called in a link, as GitHub has it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsIn = (page: string) =>
  [...partsOf(page).prose.matchAll(/^#+ (.+)$/gm)].map(({ 1: heading = '' }) => anchorOf(heading));

const graphqlFaults = (text: string): string[] => {
  try {
    return validate(schema, parse(text), rules).map(({ message }) => message);
  } catch (error) {
    return [String(error)];
  }
};

const jsonFaults = (text: string): string[] => {
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return [String(error)];
  }
};

/** What is wrong with a link, if it is one to a file or a heading of ours. */
const linkFaults = (page: string, link: string): string[] => {
  if (/^[a-z]+:/.test(link)) return [];
  const [path = '', anchor] = link.split('#');
  const file = path ? resolve(root, dirname(page), path) : resolve(root, page);
  if (!existsSync(file)) return [`${link} leads to no file`];
  return !anchor || anchorsIn(readFileSync(file, 'utf8')).includes(anchor) ? [] : [`${link} leads to no heading`];
};

const pages = [
  'README.md',
  ...readdirSync(resolve(root, 'docs')).flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

describe.each(pages)('%s', (page) => {
  const { blocks, prose } = partsOf(read(page));
  const faultsOf = (language: string, check: (text: string) => string[]) =>
    blocks
      .filter((block) => block.language === language)
      .flatMap(({ line, text }) => check(text).map((fault) => `${page}:${line} ${fault}`));

  it('has the printed parts as the code prints them', () => {
    expect(read(page), 'run `npm run codegen`').toBe(printed(read(page)));
  });

  it('has only valid GraphQL', () => {
    expect(faultsOf('graphql', graphqlFaults)).toEqual([]);
  });

  it('has only JSON that parses', () => {
    expect(faultsOf('json', jsonFaults)).toEqual([]);
  });

  it('leads to files and headings that are there', () => {
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: link = '' }) => link);
    expect(links.flatMap((link) => linkFaults(page, link))).toEqual([]);
  });
});

it('looks at the page of stories, all ten of them', () => {
  const { blocks, prose } = partsOf(read('docs/stories.md'));
  expect(prose.match(/^## \d+\. /gm)).toHaveLength(10);
  expect(blocks.filter(({ language }) => language === 'graphql').length).toBeGreaterThan(30);
});
