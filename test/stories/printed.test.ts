/** The stories of docs/stories.md and the first queries of README, sent as printed, each to a gateway just started. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createNewcomer } from './newcomer.ts';
import { type Story, storiesOf } from './page.ts';

const read = (page: string) => readFileSync(join(import.meta.dirname, '../..', page), 'utf8');
const page = read('docs/stories.md');
const stories = storiesOf(page, /^\d+\. /);
const shellFunctions = [...page.matchAll(/^gql\(\) \{\n[\s\S]*?^\}$/gm)].map(([text]) => text).join('\n');

const play = async ({ steps }: Story) => {
  const newcomer = await createNewcomer(shellFunctions);
  try {
    for (const step of steps) await newcomer.play(step);
  } finally {
    await newcomer.close();
  }
};

describe('docs/stories.md, as printed and at default settings', () => {
  it('has ten stories, each of several requests', () => {
    const requests = stories.map(({ steps }) => steps.filter(({ kind }) => kind === 'request').length);
    expect(requests).toHaveLength(10);
    expect(Math.min(...requests)).toBeGreaterThanOrEqual(3);
  });

  it.each(stories)('plays $title', { timeout: 180_000 }, play);

  it.each(storiesOf(page, /^Before you start$/))('plays $title', { timeout: 180_000 }, play);
});

it.each(storiesOf(read('README.md'), /^A first query$/))('README.md plays $title', { timeout: 180_000 }, play);
