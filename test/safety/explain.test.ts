/** T57: an explanation holds no value, id of a person, token or body, for any request. */
import { describe, expect, it } from 'vitest';
import type { Explanation } from '../../src/telemetry/explanation.ts';
import { EXPLAIN_ON, explanationIn } from '../explained.ts';
import { gatewayOverSandbox } from '../gateway.ts';
import { examples } from '../operations/index.ts';

/** Every text in a value that is too long to occur in an explanation by chance. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.length >= 6 && !/^[a-z]+$/i.test(value) ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Values that must never be in an explanation. */
const forms = /sgk_|eyJ[\w-]{8,}|@|\b(organization|member|user|session|connection|m2m-client)-(test|live)-|\?|=/;

/** An explanation without the ids of calls, which some responses expose as well. */
const withoutRequestIds = ({ calls, ...rest }: Explanation): object => ({
  ...rest,
  calls: calls.map(({ requestId, ...call }) => {
    if (requestId !== null) expect(requestId).toMatch(/^request-id-test-[\w-]+$/);
    return call;
  }),
});

describe('T57: the explanation', () => {
  it.each(examples)('of $id', async ({ document, variables, as = 'server' }) => {
    const g = await gatewayOverSandbox({ explain: 'callers' });
    try {
      const given = (await variables?.(g)) ?? {};
      g.calls.length = 0;
      const { data, extensions } = await g.query(document, { variables: given, as, headers: EXPLAIN_ON });
      if (as === null) {
        expect(extensions).toEqual({ warnings: [expect.any(String)] });
        return;
      }
      const explain = explanationIn(extensions);
      expect(explain.calls.map(({ operation }) => operation).sort()).toEqual(g.calls.map((call) => call.id).sort());
      for (const call of explain.calls) {
        for (const segment of call.path.split('/')) expect(segment).toMatch(/^(\{[a-z_0-9]+\}|[a-z0-9_.]*)$/);
      }
      const text = JSON.stringify(withoutRequestIds(explain));
      expect(text).not.toMatch(forms);
      const { admin, member } = g.world.credentials;
      const sent = [g.sandbox.secret, ...textsIn(admin), ...textsIn(member), ...textsIn(given), ...textsIn(data)];
      expect(sent.filter((value) => text.includes(value))).toEqual([]);
    } finally {
      await g.close();
    }
  });
});
