/** T46: the formats of proofs. */
import { describe, expect, it } from 'vitest';
import { checkProofs, type ProofKind } from '../../src/auth/proof.ts';

const passes = (kind: ProofKind, text: string): boolean => {
  try {
    checkProofs({ proof: kind }, { proof: text });
    return true;
  } catch {
    return false;
  }
};

describe('checkProofs', () => {
  it.each([
    ['token', 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94='],
    ['token', 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY'],
    ['jwt', `eyJhbGciOiJSUzI1NiJ9.${'a'.repeat(8_000)}.c2ln`],
    ['code', '000000'],
    ['code', 'ckss-2skx-ebow'],
    ['password', '.'],
    ['password', 'пароль'],
    ['password', ' a leading space'],
    ['publicKeyCredential', '{"id":"AAAA","response":{}}'],
    ['signature', `0x${'ab'.repeat(65)}`],
  ] as const)('lets a %s through: %s', (kind, text) => expect(passes(kind, text)).toBe(true));

  it('rejects blank texts of one, two or seventeen characters for every kind', () => {
    const blank = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800\u{1D159}]/u;
    let tried = 0;
    for (let code = 0; code < 0x110000; code += 1) {
      const character = code < 0xd800 || code > 0xdfff ? String.fromCodePoint(code) : '';
      if (!blank.test(character)) continue;
      for (const kind of ['token', 'jwt', 'code', 'password', 'publicKeyCredential', 'signature'] as const) {
        for (const text of [character, character.repeat(2), character.repeat(17), ` ${character}`]) {
          expect(passes(kind, text), `U+${code.toString(16)} as ${kind}`).toBe(false);
        }
      }
      tried += 1;
    }
    expect(tried).toBeGreaterThan(4_000);
  });

  it('treats an empty text as absent, as Stytch does', () => expect(passes('token', '')).toBe(true));
});
