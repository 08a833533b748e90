import { fail } from '../errors.ts';
import type { ProjectStore } from '../store.ts';

/** Frequent password words, most frequent first: a small part of zxcvbn's dictionary. */
const words =
  `password 123456 qwerty letmein welcome admin dragon monkey football baseball iloveyou sunshine princess master
  shadow superman batman trustno1 hello freedom whatever qazwsx ninja mustang access flower passw0rd starwars login
  abc secret summer winter spring autumn love pass test guest root user house horse correct battery staple
  computer internet service chocolate cookie coffee orange banana purple yellow silver golden diamond thunder tiger
  eagle falcon soccer hockey tennis guitar music pepper ginger killer hunter ranger buster george michael jordan
  jennifer jessica ashley daniel thomas robert charlie andrew matthew harley company office money january february
  march april june july august september october november december monday tuesday wednesday thursday friday saturday
  sunday bread baker bakery bank branch stytch sandbox`.split(/\s+/);
const ranks = new Map(words.map((word, rank) => [word, rank + 1]));

/** Widely known leaked passwords, in place of Stytch's query to Have I Been Pwned. */
const leaked = new Set([
  '111111',
  '123456',
  '12345678',
  '123456789',
  'password',
  'password1',
  'password123',
  'p@ssword123',
  'qwerty',
  'qwerty123',
  'letmein',
  'iloveyou',
  'admin',
  'welcome1',
  'trustno1',
  'correct horse battery staple',
  'correcthorsebatterystaple',
]);

/** Whether a password is in the list of leaked passwords. */
export const isBreached = (password: string) => leaked.has(password.toLowerCase());

const looks: Record<string, string> = { '@': 'a', '4': 'a', '3': 'e', '1': 'l', '!': 'i', '0': 'o', $: 's', '5': 's' };
const unleet = (text: string) => [...text].map((letter) => looks[letter] ?? letter).join('');
const reverse = (text: string) => [...text].reverse().join('');

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1234567890', '1qaz2wsx3edc4rfv'];

type PatternKind = 'word' | 'personal' | 'repeat' | 'row' | 'year' | 'guess';
/** A part of a password that takes fewer guesses than its length suggests. */
type PasswordPattern = { from: number; to: number; guesses: number; kind: PatternKind };

/**
 * Guesses needed for a piece of text that is in a dictionary, a keyboard row, a sequence or a year; undefined for other
 * text.
 */
const known = (piece: string, personal: ReadonlySet<string>): { guesses: number; kind: PatternKind } | undefined => {
  const plain = piece.toLowerCase();
  const capitals = piece === plain ? 1 : /^[A-Z][^A-Z]*$/.test(piece) ? 2 : 8;
  const tries: [text: string, factor: number][] = [
    [plain, 1],
    [reverse(plain), 2],
    [unleet(plain), 4],
  ];
  for (const [text, factor] of tries) {
    if (personal.has(text)) return { guesses: 2 * factor * capitals, kind: 'personal' };
    const rank = ranks.get(text);
    if (rank) return { guesses: rank * factor * capitals, kind: 'word' };
  }
  if (plain.length >= 4 && rows.some((row) => row.includes(plain) || reverse(row).includes(plain))) {
    return { guesses: 40 * plain.length * capitals, kind: 'row' };
  }
  const steps = [...plain].slice(1).map((letter, n) => letter.charCodeAt(0) - plain.charCodeAt(n));
  if (steps.length >= 2 && Math.abs(steps[0] ?? 0) <= 1 && steps.every((step) => step === steps[0])) {
    return { guesses: 10 * plain.length, kind: 'repeat' };
  }
  return /^(19|20)\d\d$/.test(plain) ? { guesses: 120, kind: 'year' } : undefined;
};

const partsOf = (password: string, personal: ReadonlySet<string>): PasswordPattern[] => {
  const parts: PasswordPattern[] = [];
  for (let from = 0; from < password.length; from++) {
    for (let to = from + 3; to <= Math.min(password.length, from + 32); to++) {
      const found = known(password.slice(from, to), personal);
      if (found) parts.push({ from, to, ...found });
    }
  }
  for (const { 0: all, 1: block = '', index } of password.matchAll(/(.{2,}?)\1+/g)) {
    const guesses = 10 ** weigh(block, personal).log * (all.length / block.length);
    parts.push({ from: index, to: index + all.length, guesses, kind: 'repeat' });
  }
  return parts;
};

/** Cheapest decomposition of a password: known parts, and ten guesses for each character between them. */
const weigh = (password: string, personal: ReadonlySet<string>): { log: number; kinds: Set<PatternKind> } => {
  const parts = partsOf(password, personal);
  const best: { log: number; kinds: Set<PatternKind> }[] = [{ log: 0, kinds: new Set() }];
  for (let to = 1; to <= password.length; to++) {
    const before = best[to - 1] ?? { log: 0, kinds: new Set<PatternKind>() };
    let here = { log: before.log + 1, kinds: new Set<PatternKind>([...before.kinds, 'guess']) };
    for (const part of parts) {
      const start = part.to === to ? best[part.from] : undefined;
      if (!start) continue;
      // Doubled: the attacker does not know where a part begins.
      const log = start.log + Math.log10(2 * part.guesses);
      if (log < here.log) here = { log, kinds: new Set([...start.kinds, part.kind]) };
    }
    best.push(here);
  }
  return best.at(-1) ?? { log: 0, kinds: new Set() };
};

const warnings: [PatternKind, string][] = [
  ['personal', 'This is made of the email address.'],
  ['word', 'This is made of words that are guessed first.'],
  ['row', 'Keys that lie side by side are easy to guess.'],
  ['repeat', 'Repetitions and sequences are easy to guess.'],
  ['year', 'Years are easy to guess.'],
];

/** Simplified zxcvbn: a score from 1 to 4 by the number of guesses, with feedback. */
const estimate = (password: string, email: string) => {
  const personal = new Set(
    email
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .filter((word) => word.length >= 3),
  );
  // Later characters would only cost time.
  const { log, kinds } = weigh(password.slice(0, 72), personal);
  const score = [6, 8, 10].filter((limit) => log >= limit).length + 1;
  const suggestions = [
    'Add a word or two that nobody would expect.',
    ...(kinds.has('word') ? ['Capitals and digits in place of letters help little.'] : []),
    ...(kinds.has('year') ? ['Leave out years that mean something to you.'] : []),
  ];
  return {
    score,
    feedback:
      score < 3
        ? { warning: warnings.find(([kind]) => kinds.has(kind))?.[1] ?? 'This is too short.', suggestions }
        : { warning: '', suggestions: [] },
  };
};

/** LUDS policy: at least eight characters and three of lower case, upper case, digits and symbols. */
const luds = (password: string) => {
  const has_lower_case = /[a-z]/.test(password);
  const has_upper_case = /[A-Z]/.test(password);
  const has_digit = /\d/.test(password);
  const has_symbol = /[^a-zA-Z0-9]/.test(password);
  const kinds = [has_lower_case, has_upper_case, has_digit, has_symbol].filter(Boolean).length;
  const missing_complexity = Math.max(0, 3 - kinds);
  const missing_characters = Math.max(0, 8 - [...password].length);
  return { has_lower_case, has_upper_case, has_digit, has_symbol, missing_complexity, missing_characters };
};

/** Rates a password by the project's policy. A leaked password is invalid only if `email` is given. */
export const ratePassword = ({ passwordStrength: strength_policy }: ProjectStore, password: string, email = '') => {
  const { score, feedback } = estimate(password, email);
  const requirements = luds(password);
  const breached_password = isBreached(password);
  const strong =
    strength_policy === 'zxcvbn'
      ? score >= 3
      : requirements.missing_complexity === 0 && requirements.missing_characters === 0;
  return {
    valid_password: strong && !(email && breached_password),
    score,
    breached_password,
    strength_policy,
    breach_detection_on_create: true,
    zxcvbn_feedback: feedback,
    luds_feedback: requirements,
  };
};

/** Rejects a leaked or weak password. */
export const checkPassword = (store: ProjectStore, password: string, email: string) => {
  const { valid_password, breached_password } = ratePassword(store, password, email);
  if (breached_password) fail(400, 'breached_password', 'This password has leaked elsewhere; choose another one.');
  if (!valid_password) fail(400, 'weak_password', 'This password is too easy to guess.');
};
