/**
 * docs/rest-to-graphql.md and the search of GraphiQL, compared with the contract and the examples that the tests run.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dictionaryOf, PAGE, searchFile } from '../docs/printing/dictionary/kinds.ts';
import { partIn, partText } from '../docs/printing/dictionary/page.ts';
import { searchText } from '../docs/printing/dictionary/search.ts';
import type { VerticalName } from '../src/vertical/vertical.ts';
import { contractRoutes, isServedBy } from './contract.ts';

/**
 * Declares the tests of one graph. test/operations.test.ts and test/consumer/operations.test.ts run the documents as
 * printed.
 */
export function describeDictionary(vertical: VerticalName): void {
  const page = readFileSync(PAGE, 'utf8');

  describe(`docs/rest-to-graphql.md of ${vertical} projects`, () => {
    it('is current, with the documents that the tests run', { timeout: 60_000 }, async () => {
      const { parts, search } = await dictionaryOf(vertical);
      for (const { part, entries } of parts) {
        expect(partIn(page, part.name), 'run `npm run codegen`').toBe(partText(part, entries));
      }
      expect(readFileSync(searchFile(vertical), 'utf8'), 'run `npm run codegen`').toBe(searchText(search));
    });

    it('has every operation once, each with a document', () => {
      const sections = page.split(/^#### /m).slice(1);
      const shown = sections.map((section) => /^- Stytch: `(\w+)`$/m.exec(section)?.[1]);
      expect(shown.toSorted()).toEqual([...contractRoutes.keys()].toSorted());
      expect(sections.filter((section) => !section.includes('```graphql\n'))).toEqual([]);
    });

    it('has every operation of the project in the search', () => {
      const found: readonly { id: string }[] = JSON.parse(readFileSync(searchFile(vertical), 'utf8'));
      const own = [...contractRoutes.values()].filter((route) => isServedBy(vertical, route));
      expect(found.map(({ id }) => id).toSorted()).toEqual(own.map(({ id }) => id).toSorted());
    });
  });
}
