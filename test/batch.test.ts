/** The choice between one GET per key and one search for all keys. */
import { describe, expect, it } from 'vitest';
import { defaultBatchRules, shouldSearch } from '../loaders/batch.ts';

const choice = ({ searches = 100, calls = 100, rules = defaultBatchRules } = {}) => {
  const batching = { rules, searchesLeft: () => searches, callsLeft: () => calls, asked: () => {} };
  return (keys: number): 'gets' | 'search' => (shouldSearch(keys, batching) ? 'search' : 'gets');
};

describe('many keys are', () => {
  it('one search from two on, and one is a GET, whatever is left', () => {
    expect([1, 2, 3, 20, 1_000].map(choice())).toEqual(['gets', 'search', 'search', 'search', 'search']);
    expect([0, 1].map(choice({ searches: 0, calls: 0 }))).toEqual(['gets', 'gets']);
  });

  it('GETs where few searches are left, as long as they are few themselves', () => {
    expect([2, 20, 21, 1_000].map(choice({ searches: 19 }))).toEqual(['gets', 'gets', 'search', 'search']);
    expect([2, 20].map(choice({ searches: 20 }))).toEqual(['search', 'search']);
  });

  it('one search if GETs would need more than half of the remaining calls of the request', () => {
    expect([2, 5, 6].map(choice({ searches: 0, calls: 10 }))).toEqual(['gets', 'gets', 'search']);
    expect([2].map(choice({ searches: 0, calls: 3 }))).toEqual(['search']);
  });

  it('what an operator says', () => {
    const rules = { searchFrom: 5, keptSearches: 50, mostGets: 7 };
    expect([2, 4, 5, 8].map(choice({ rules }))).toEqual(['gets', 'gets', 'search', 'search']);
    expect([5, 7, 8].map(choice({ rules, searches: 49 }))).toEqual(['gets', 'gets', 'search']);
    expect([4].map(choice({ rules, calls: 7 }))).toEqual(['search']);
  });
});
