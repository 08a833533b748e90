import { expect, it } from 'vitest';
import { idPattern } from '../../src/vertical/id-pattern.ts';

const GROUPS = [8, 4, 4, 4, 12];
const uuidOf = (lengths: readonly number[]) => lengths.map((length) => 'a'.repeat(length)).join('-');
const wrongLengths = GROUPS.flatMap((length, at) => [GROUPS.with(at, length - 1), GROUPS.with(at, length + 1)]);
const pattern = idPattern('member');

it.each(['member-test', 'member-live', 'MEMBER-LIVE'])('matches %s with a UUID', (prefix) => {
  expect(pattern.test(`${prefix}-${uuidOf(GROUPS)}`)).toBe(true);
});

it.each(wrongLengths)('does not match groups of %i, %i, %i, %i and %i digits', (...lengths) => {
  expect(pattern.test(`member-test-${uuidOf(lengths)}`)).toBe(false);
});

it.each([
  `member-test-${uuidOf(GROUPS).replace('a', 'g')}`,
  `member-other-${uuidOf(GROUPS)}`,
  `user-test-${uuidOf(GROUPS)}`,
  ` member-test-${uuidOf(GROUPS)}`,
  `member-test-${uuidOf(GROUPS)}\n`,
])('does not match %j', (text) => {
  expect(pattern.test(text)).toBe(false);
});
