/** The reference site of `npm run site`: every link has a target, and no page loads anything from another host. */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { execPath } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const site = mkdtempSync(join(tmpdir(), 'site-'));
const BUILD_TIMEOUT_MS = 300_000;

let pages: string[] = [];
const texts = new Map<string, string>();

beforeAll(() => {
  execFileSync(execPath, [join(root, 'docs/site/main.ts'), site], { cwd: root, stdio: 'pipe' });
  pages = globSync('**/*.html', { cwd: site });
  for (const page of pages) texts.set(resolve(site, page), readFileSync(join(site, page), 'utf8'));
}, BUILD_TIMEOUT_MS);

afterAll(() => rmSync(site, { recursive: true }));

const unescaped = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#39;', "'");

const attributes = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, value = '']) => unescaped(value));

const idsOf = new Map<string, ReadonlySet<string>>();
const idsIn = (file: string): ReadonlySet<string> => {
  const found = idsOf.get(file) ?? new Set(attributes(texts.get(file) ?? '', /\sid="([^"]*)"/g));
  idsOf.set(file, found);
  return found;
};

/** The errors of a link of a page; empty if it is valid, or if it leads to another host. */
const fault = (page: string, link: string): string[] => {
  if (/^[a-z]+:/.test(link)) return [];
  const [path = '', fragment = ''] = link.split('#');
  const file = path === '' ? resolve(site, page) : resolve(site, dirname(page), decodeURI(path));
  if (!existsSync(file) || statSync(file).isDirectory()) return [`${page}: ${link} leads to no file`];
  const isMissing = fragment !== '' && file.endsWith('.html') && !idsIn(file).has(decodeURIComponent(fragment));
  return isMissing ? [`${page}: ${link} leads to no heading`] : [];
};

describe('the reference site', () => {
  it('contains the docs, both graphs and the package', () => {
    const docs = globSync('docs/*.md', { cwd: root }).length;
    expect(pages.filter((page) => page.startsWith('documents')).length).toBeGreaterThanOrEqual(docs);
    const shows = (page: string, name: string) => texts.get(resolve(site, page))?.includes(name) ?? false;
    expect(shows('documents/B2B_graph__mutations.html', 'createMember')).toBe(true);
    expect(shows('documents/Consumer_graph__mutations.html', 'createUser')).toBe(true);
    expect(shows('documents/docs_rest-to-graphql.html', 'api_user_v1_Create')).toBe(true);
    expect(pages.some((page) => page.endsWith('createGateway.html'))).toBe(true);
  });

  it('has no broken link', () => {
    const links = pages.map((page) => ({
      page,
      found: attributes(texts.get(resolve(site, page)) ?? '', /\s(?:href|src)="([^"]*)"/g),
    }));
    expect(links.flatMap(({ found }) => found).length).toBeGreaterThan(1000);
    const faults = links.flatMap(({ page, found }) => [...new Set(found)].flatMap((link) => fault(page, link)));
    expect(faults).toEqual([]);
  });

  it('loads nothing from another host', () => {
    const loaded = [...texts.values()].flatMap((html) =>
      attributes(html, /<(?:script|link|img|iframe|source)\b[^>]*?\s(?:href|src)="([^"]*)"/g),
    );
    expect(loaded.length).toBeGreaterThan(0);
    expect(loaded.filter((address) => /^(?:[a-z]+:)?\/\//.test(address))).toEqual([]);
  });
});
