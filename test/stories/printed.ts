/** Loads the pages of stories, and runs a story as printed against a newly started gateway. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createNewcomer, type StoryKind } from './newcomer.ts';
import { type Story, storiesOf } from './page.ts';

export const readPage = (page: string): string => readFileSync(join(import.meta.dirname, '../..', page), 'utf8');

/** Timeout of a story. */
export const STORY_TIMEOUT_MS = 180_000;

/** A page of stories. */
export interface StoryPage {
  /** The numbered stories. */
  readonly stories: readonly Story[];
  /** The steps before the stories. */
  readonly preparations: readonly Story[];
  /** Runs a story of any page of the kind, with the shell functions that this page defines. */
  play(story: Story): Promise<void>;
}

export function storyPage(page: string, kind: StoryKind): StoryPage {
  const text = readPage(page);
  const shellFunctions = [...text.matchAll(/^gql\(\) \{\n[\s\S]*?^\}$/gm)].map(([found]) => found).join('\n');
  return {
    stories: storiesOf(text, /^\d+\. /),
    preparations: storiesOf(text, /^Before you start$/),
    async play({ steps }) {
      const newcomer = await createNewcomer(kind, shellFunctions);
      try {
        for (const step of steps) await newcomer.play(step);
      } finally {
        await newcomer.close();
      }
    },
  };
}
