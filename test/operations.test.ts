/** The graph reaches every operation successfully, and each exchange is valid against the contract. */
import { describe, expect, it } from 'vitest';
import { titled } from '../docs/printing/dictionary/example.ts';
import { gatewayOverSandbox } from './gateway.ts';
import { examples } from './operations/index.ts';

describe('each operation has an example that works', () => {
  it.each(examples)('$id', async ({ id, document, variables, as = 'server' }) => {
    const g = await gatewayOverSandbox({ warm: false });
    try {
      const given = (await variables?.(g)) ?? {};
      g.calls.length = 0;
      const data = await g.data(titled(document), { variables: given, as });
      expect(JSON.stringify(data)).not.toContain('errorType');
      expect(g.calls.filter((call) => call.id === id).map(({ status }) => status)).toContain(200);
    } finally {
      await g.close();
    }
  });
});
