/**
 * T46: a proof is accepted only in the form of its kind. Invisible characters alone are invalid, and a malformed value
 * causes no call. The requests are generated from the access rules.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProofKind } from '../../src/auth/proof.ts';
import { type ActAs, gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { roots } from './b2b-roots.ts';
import {
  buildRequest,
  type FixedValues,
  fieldAccessOf,
  type GraphField,
  proofsOf,
  sampleProofs,
  targetValues,
} from './request.ts';
import { recordHostileRequest, startLeakTally } from './tally.ts';

const tally = startLeakTally();
let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
});
afterAll(() => g.close());

/** Every invisible character: spaces, controls, direction marks, fillers, joiners, variation selectors. */
const blanks = Array.from({ length: 0x110000 }, (_, code) => code)
  .filter((code) => code < 0xd800 || code > 0xdfff)
  .map((code) => String.fromCodePoint(code))
  .filter((character) =>
    /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zs}\u2800\u{1D159}]/u.test(character),
  );

/** A sample of every sort, for tests in which each costs a request. */
const someBlanks = [...blanks.filter((character) => character <= '\u3164'), '\u{1D159}', '\u{E0020}', '\u{E01EF}'];

/** Values that are not a proof of a kind. */
const wrong: Readonly<Record<ProofKind, readonly string[]>> = {
  token: [
    '.',
    'no',
    'a'.repeat(15),
    'a'.repeat(257),
    'a'.repeat(5_000),
    `${'a'.repeat(20)} `,
    `${'a'.repeat(20)}\0`,
    'a.b.c',
  ],
  jwt: ['.', 'no', 'a.b', 'a..c', 'a.b.c.d', 'a b.c.d', 'a.b.c\0', `${'a'.repeat(20_000)}.b.c`, 'a'.repeat(5_000)],
  code: ['.', 'no', '------', '12 34 56', '１２３４５６', '123456\0', '1'.repeat(65), '1'.repeat(5_000)],
  password: ['\0', '\u2060\u200b', 'a'.repeat(5_000), ' '.repeat(5_000)],
  publicKeyCredential: ['.', 'no', '{}', '[1]', '{"id":"é"}', `{${'a'.repeat(17_000)}}`],
  signature: ['.', 'no', 'a'.repeat(15), 'a'.repeat(1_025), `${'a'.repeat(64)} `, 'a.b'.repeat(20)],
};

const withProofs = roots.flatMap(([kind, field]) =>
  Object.entries(proofsOf(fieldAccessOf(field))).map(
    ([name, proof]) => [field.name, name, kind, field, proof] as const,
  ),
);

async function answerTo(kind: 'query' | 'mutation', field: GraphField, given: FixedValues, as: ActAs) {
  g.calls.length = 0;
  const { document, variables } = buildRequest(kind, field, given);
  const answer = await g.query<Record<string, unknown>>(document, { as, variables });
  recordHostileRequest(tally, answer, g.calls, [], `${field.name} with ${JSON.stringify(given).slice(0, 40)}`);
  const refusal = (answer.data?.['it'] ?? {}) as { code?: string; message?: string };
  return {
    code: answer.errors[0]?.extensions.code ?? refusal.code,
    message: answer.errors[0]?.message ?? refusal.message ?? '',
  };
}

it('S14: covers more than 30 rules with a proof and 4,000 blanks of Unicode', () => {
  expect(withProofs.length).toBeGreaterThan(30);
  expect(new Set(withProofs.map(([, , , , proof]) => proof))).toEqual(new Set(['token', 'jwt', 'code', 'password']));
  expect(blanks.length).toBeGreaterThan(4_000);
});

describe.each(withProofs)('S14: %s by %s', (_, name, kind, field, proof) => {
  it.each([
    ['visitor', null],
    ['member', 'member'],
    ['server', 'server'],
  ] as const)('rejects another form before any call (%s)', async (_who, as) => {
    const texts = as === null ? [...someBlanks, ...wrong[proof]] : ['\u2060', ...wrong[proof]];
    for (const text of texts) {
      const { organization_id, member_id } = g.world.credentials.admin;
      const given = { ...targetValues(organization_id, member_id), [name]: text };
      const { code, message } = await answerTo(kind, field, given, as);
      expect(code, JSON.stringify(text)).toBe('INVALID_INPUT');
      expect(message).toContain(`\`${name}\``);
      if (text.length > 3) expect(message).not.toContain(text);
      expect(g.calls, JSON.stringify(text)).toEqual([]);
    }
  });

  it('passes on a value of the right form', async () => {
    await answerTo(kind, field, { [name]: sampleProofs[proof] }, null);
    expect(g.calls.length).toBeGreaterThan(0);
  });
});
