/**
 * The stories of docs/stories.md and the first requests of README and docs/requests.md, sent as printed, each to a
 * newly started gateway.
 */
import { describe, expect, it } from 'vitest';
import { b2b } from './newcomer.ts';
import { storiesOf } from './page.ts';
import { readPage, storyPage, STORY_TIMEOUT_MS as timeout } from './printed.ts';

const { stories, preparations, play } = storyPage('docs/stories.md', b2b);

describe('docs/stories.md, as printed and at default settings', () => {
  it('has ten stories, each of several requests', () => {
    const requests = stories.map(({ steps }) => steps.filter(({ kind }) => kind === 'request').length);
    expect(requests).toHaveLength(10);
    expect(Math.min(...requests)).toBeGreaterThanOrEqual(3);
  });

  it.each(stories)('plays $title', { timeout }, play);

  it.each(preparations)('plays $title', { timeout }, play);
});

it.each(storiesOf(readPage('README.md'), /^A first query$/))('README.md plays $title', { timeout }, play);
it.each(storiesOf(readPage('docs/requests.md'), /^A mutation$/))('docs/requests.md plays $title', { timeout }, play);
