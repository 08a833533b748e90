import { describe, expect, it } from 'vitest';
import { titled } from '../../docs/printing/dictionary/example.ts';
import { gatewayOverSandbox, sent } from './gateway.ts';
import { examples } from './operations/index.ts';

/** A result that is an error, at any depth. */
const isError = (data: unknown): boolean => JSON.stringify(data).includes('"errorType"');

describe('every operation of a consumer project', () => {
  it.each(examples)('$id succeeds', async ({ id, document, variables, as = 'server' }) => {
    const g = await gatewayOverSandbox();
    try {
      const given = (await variables?.(g)) ?? {};
      const data = await g.data(titled(document), { variables: given, as });
      expect(isError(data), JSON.stringify(data)).toBe(false);
      // The policy is fetched when the gateway starts, and cached.
      if (id !== 'api_consumer_rbac_v1_Policy') expect(sent(g).filter((called) => called === id)).toHaveLength(1);
    } finally {
      await g.close();
    }
  });
});
