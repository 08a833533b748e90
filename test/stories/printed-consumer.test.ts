/** The stories of docs/stories-consumer.md, sent as printed, each to a newly started gateway of a consumer project. */
import { describe, expect, it } from 'vitest';
import { consumer } from './newcomer.ts';
import { readPage, storyPage, STORY_TIMEOUT_MS as timeout } from './printed.ts';

const PAGE = 'docs/stories-consumer.md';
const { stories, preparations, play } = storyPage(PAGE, consumer);

describe(`${PAGE}, as printed and at default limits`, () => {
  it('lists its stories in their order, each of several requests', () => {
    const listed = [...readPage(PAGE).matchAll(/^(\d+)\. \[(.+?)\]\(#/gm)].map(
      ([, number, title]) => `${number}. ${title}`,
    );
    expect(stories.map(({ title }) => title)).toEqual(listed);
    const numbers = stories.map(({ title }) => Number.parseInt(title, 10));
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    const requests = stories.map(({ steps }) => steps.filter(({ kind }) => kind === 'request').length);
    expect(Math.min(...requests)).toBeGreaterThanOrEqual(3);
  });

  it.each(stories)('plays $title', { timeout }, play);

  it.each(preparations)('plays $title', { timeout }, play);
});
