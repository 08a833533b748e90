/** README, docs/ and the comments of deploy/, compared with the code: documents, names, counts and links. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { dirname, resolve } from 'node:path';
import { buildSchema, type GraphQLSchema, NoUnusedFragmentsRule, parse, specifiedRules, validate } from 'graphql';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { printed } from '../docs/printing/regions.ts';
import { variables } from '../src/process/config.ts';
import { errorCodes } from '../src/stytch/error-code.ts';

const root = resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(resolve(root, file), 'utf8');
const b2b = buildSchema(read('schema/b2b.graphql'));
const consumer = buildSchema(read('schema/consumer.graphql'));
/** The graphs of a page: consumer for pages about consumer projects, both for one page, B2B for all others. */
const schemasOf = (page: string): readonly GraphQLSchema[] => {
  if (page === 'docs/rest-to-graphql.md') return [b2b, consumer];
  return [page.includes('consumer') ? consumer : b2b];
};
// A block may consist of a fragment only.
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

/** The anchor of a heading, as GitHub generates it. */
const anchorOf = (heading: string) =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchors = new Map<string, ReadonlySet<string>>();

/** The anchors of the headings of a page. */
const anchorsIn = (file: string): ReadonlySet<string> => {
  const known = anchors.get(file);
  if (known) return known;
  const headings = partsOf(readFileSync(file, 'utf8')).prose.matchAll(/^#+ (.+)$/gm);
  const found = new Set(Array.from(headings, ({ 1: heading = '' }) => anchorOf(heading)));
  anchors.set(file, found);
  return found;
};

/** Errors of a document; empty if it is valid in one of the graphs. */
const graphqlFaults = (schemas: readonly GraphQLSchema[], text: string): string[] => {
  try {
    const faults = schemas.map((schema) => validate(schema, parse(text), rules).map(({ message }) => message));
    return faults.some(({ length }) => length === 0) ? [] : faults.flat();
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

/** Errors of a link; empty unless it refers to a missing file or heading of this repository. */
const linkFaults = (page: string, link: string): string[] => {
  if (/^[a-z]+:/.test(link)) return [];
  const [path = '', anchor] = link.split('#');
  const file = path ? resolve(root, dirname(page), path) : resolve(root, page);
  if (!existsSync(file)) return [`${link} leads to no file`];
  return !anchor || anchorsIn(file).has(anchor) ? [] : [`${link} leads to no heading`];
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
    expect(faultsOf('graphql', (text) => graphqlFaults(schemasOf(page), text))).toEqual([]);
  });

  it('has only JSON that parses', () => {
    expect(faultsOf('json', jsonFaults)).toEqual([]);
  });

  it('leads to files and headings that are there', () => {
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(({ 1: link = '' }) => link);
    expect(links.flatMap((link) => linkFaults(page, link))).toEqual([]);
  });
});

const sources = globSync(['src/**/*.ts', 'schema/**/*.ts', 'resolvers/**/*.ts', 'loaders/**/*.ts'], { cwd: root })
  .filter((file) => !file.startsWith('src/graphiql/app'))
  .map(read)
  .join('\n');
const printedGraph = read('schema/b2b.graphql');
const files = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const manifest = v.parse(v.object({ scripts: v.record(v.string(), v.string()) }), JSON.parse(read('package.json')));
const openTelemetry = globSync('node_modules/@opentelemetry/*/dist/**/*.mjs', { cwd: root }).map(read).join('\n');

/** Variables that other programs read: Node and the browser test. */
const othersVariables = ['NODE_DEBUG', 'NODE_OPTIONS', 'CHROMIUM'];

const isSetting = (name: string): name is keyof typeof variables => name in variables;

/** Whether a name is a setting, an error code, an enum value, or a word of the code. */
const isKnown = (name: string): boolean =>
  isSetting(name) ||
  name in errorCodes ||
  othersVariables.includes(name) ||
  (name.endsWith('_') && Object.keys(variables).some((setting) => setting.startsWith(name))) ||
  (name.startsWith('OTEL_') && openTelemetry.includes(name)) ||
  name in constants.signals ||
  new RegExp(`^  ${name}$`, 'm').test(printedGraph) ||
  sources.includes(`'${name}'`);

/** Code spans in prose. */
const spansIn = (prose: string) => [...prose.matchAll(/`([^`\n]+)`/g)].map(({ 1: span = '' }) => span);

const unknownNames = (spans: readonly string[]): string[] =>
  spans
    .filter((span) => !/[/"{ ]/.test(span))
    .flatMap((span) => [...span.matchAll(/(?<![\w.-])[A-Z][A-Z0-9]+(?:_[A-Z0-9]*)*(?![\w-])/g)])
    .map(([name]) => name)
    .filter((name) => name.length > 3 && !isKnown(name));

/** Assignments of a setting with an invalid value. */
const wrongValues = (text: string): string[] =>
  [...text.matchAll(/\b([A-Z][A-Z0-9_]+)=([\w.:/-]+)/g)].flatMap(([assignment, name = '', value = '']) => {
    if (isSetting(name)) return v.safeParse(variables[name][0], value).success ? [] : [assignment];
    return isKnown(name) ? [] : [assignment];
  });

const folders = /^(src|test|docs|deploy|schema|resolvers|loaders|bench|node_modules)\//;
/** Files that an operator creates, and that git ignores. */
const operatorsFiles = /^deploy\/(\.env$|secrets\/)/;
/** Paths without a file. A path may end with `/`; a name without a folder matches a file in any folder. */
const missingFiles = (spans: readonly string[]): string[] =>
  spans.filter((span) => {
    if (operatorsFiles.test(span)) return false;
    if (folders.test(span)) return !existsSync(resolve(root, span));
    if (/^[\w-]+(\.[\w-]+)*\.(ts|js|md|ya?ml|json|cfg)$/.test(span))
      return !files.some((file) => file.endsWith(`/${span}`) || file === span);
    return false;
  });

/** Every word of the graph and the code. */
const words = new Set(`${printedGraph}\n${sources}`.match(/\w+/g));

/** Names in camel case that neither the graph nor the code has. */
const unknownFields = (spans: readonly string[]): string[] =>
  spans
    .flatMap((span) => [...span.matchAll(/^[a-z]+(?:[A-Z][a-z0-9]+)+$/g)])
    .map(([name]) => name)
    .filter((name) => !words.has(name));

describe.each(pages)('%s names', (page) => {
  const text = read(page);
  const spans = spansIn(partsOf(text).prose);

  it('settings, codes and values that exist', () => {
    expect(unknownNames(spans)).toEqual([]);
    expect(wrongValues(text)).toEqual([]);
  });

  it('files that exist', () => {
    expect(missingFiles(spans)).toEqual([]);
  });

  it('fields that exist', () => {
    expect(unknownFields(spans)).toEqual([]);
  });

  it('scripts that exist', () => {
    const scripts = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
  });
});

describe.each(files.filter((file) => /^deploy\/.*(yaml|cfg|Dockerfile)$/.test(file)))('comments of %s', (file) => {
  const comments = [...read(file).matchAll(/#(.*)$/gm)].map(([, comment = '']) => comment).join('\n');

  it('name settings and files that exist', () => {
    const words = comments.split(/[\s,;()]+/).map((word) => word.replace(/[.:]$/, ''));
    expect(missingFiles(words)).toEqual([]);
    const names = words.filter((word) => /^[A-Z][A-Z0-9]+_[A-Z0-9_]+$/.test(word));
    expect(names.filter((name) => !isSetting(name) && !read('deploy/compose.yaml').includes(`${name}:`))).toEqual([]);
  });
});

describe('docs/safety.md', () => {
  const page = read('docs/safety.md');

  it('names log lines that the code writes', () => {
    const [, table = ''] = /^\| line \| what to do \|\n([\s\S]*?)\n\n/m.exec(page) ?? [];
    const lines = table.split('\n').flatMap((row) => spansIn(row.split('|')[1] ?? ''));
    const levels = ['error', 'warn', 'info'];
    expect(lines.length).toBeGreaterThan(10);
    expect(lines.filter((line) => !levels.includes(line) && !isKnown(line) && !sources.includes(line))).toEqual([]);
  });

  it('counts its threats', () => {
    const threats = [...page.matchAll(/^\| T(\d+) \|/gm)].map(([, number]) => Number(number));
    expect(threats).toEqual(threats.map((_, at) => at + 1));
    expect(page).toContain(`The numbers T1 to T${threats.length} are those`);
  });
});

describe('docs/deploy.md', () => {
  const page = read('docs/deploy.md');

  it('describes each flag of Node that `npm start` sets', () => {
    const flags = manifest.scripts['start']?.match(/--\S+/g) ?? [];
    const described = [...page.matchAll(/^\| `(--[^`]+)` \|/gm)].map(([, flag]) => flag);
    expect(described.toSorted()).toEqual(flags.toSorted());
  });

  it('names metrics that the gateway has', () => {
    const metrics = [...page.matchAll(/`stytch_graphql_(\w+)`/g)].map(([, name = '']) => name);
    expect(metrics.filter((name) => !sources.includes(name))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  const page = read('docs/configuration.md');

  it.each([
    'timeout',
    'concurrency',
    'circuit breaker',
    'rate limit',
    'anonymous',
    'INTROSPECTION',
    'retry',
    'retries',
  ])('has the word an operator searches for: %s', (word) => {
    expect(page.toLowerCase()).toContain(word.toLowerCase());
  });
});

describe('README.md', () => {
  const page = read('README.md');

  it('names the programs that the tests start', () => {
    for (const program of ['Chromium', 'Redis', 'HAProxy', '`curl`']) expect(page).toContain(program);
  });
});

it('looks at the page of stories, all ten of them', () => {
  const { blocks, prose } = partsOf(read('docs/stories.md'));
  expect(prose.match(/^## \d+\. /gm)).toHaveLength(10);
  expect(blocks.filter(({ language }) => language === 'graphql').length).toBeGreaterThan(30);
});
