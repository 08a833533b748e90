import { describe, expect, it } from 'vitest';
import { parseLazyJson } from '../src/stytch/json/lazy-json.ts';
import { ObjectShape } from '../src/stytch/json/object-shape.ts';
import { volume } from './volume.ts';

/** Trailing white space: the result must not depend on the size of the text. */
const sizes = ['', ' '.repeat(8 * 1024)];

/** A StytchError of this code. */
const unreadable = expect.objectContaining({ extensions: { code: 'BAD_UPSTREAM_RESPONSE' } });

const read = (text: string): unknown => parseLazyJson(Buffer.from(text));

/** Everything that can be read of a value, by every kind of access. */
function seen(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(seen);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.keys(value).map((name) => [name, seen(Reflect.get(value, name))]));
}

/** The shape of an object with a number of names. */
const many = (names: number): ObjectShape =>
  Array.from({ length: names }, (_, n) => `name ${n}`).reduce((shape, name) => shape.with(name), ObjectShape.empty());

/** The result; null if the function throws. */
function outcome(act: () => string): string | null {
  try {
    return act();
  } catch {
    return null;
  }
}

/** Whether an object in a text has a duplicate name. */
function repeatsName(text: string): boolean {
  let properties = 0;
  let read = 0;
  JSON.parse(text, (_, value) => {
    read += typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value).length : 0;
    return value;
  });
  // Every colon outside strings belongs to a property.
  for (const character of text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '')) if (character === ':') properties += 1;
  return properties > read;
}

/** A search response of Stytch, with unusual values. */
const answer = {
  request_id: 'request-id-test-1',
  members: [
    { member_id: 'member-1', name: 'Zoë', is_admin: true, roles: [{ role_id: 'editor', sources: [{}] }], odd: [] },
    { member_id: 'member-2', name: 'a "quoted" \\ name\n', is_admin: false, roles: [], trusted_metadata: {} },
    { name: '', member_id: 'member-3', roles: null, nested: { deep: { deeper: ['}', ']', '"', '\\'] } } },
    null,
    'text',
    3.5e-7,
    [[{ a: [1] }]],
  ],
  organizations: {
    'organization-1': { organization_id: 'organization-1', seats: -12, 'weird {key}, [here]': 'x' },
    'organization-2': {},
  },
  results_metadata: { total: 100, next_cursor: '' },
  status_code: 200,
};

/** Pseudorandom numbers, equal for equal seeds (mulberry32). */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const strings = [
  '',
  'plain',
  'Zoë',
  '日本',
  '😀',
  '"',
  '\\',
  '\\"',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  '\u0000',
  '\u2028',
  ' ',
];
const names = ['a', 'b', 'member_id', 'then', 'toString', '__proto__', '', 'Zoë', 'with "quotes"', 'length'];

function something(below: (limit: number) => number, depth: number): unknown {
  const one = <Item>(items: readonly Item[]): Item | undefined => items[below(items.length)];
  switch (below(depth > 5 ? 4 : 7)) {
    case 0:
      return one([0, -0, 1, -1.5, 1e21, 2 ** 53]);
    case 1:
      return one([true, false, null]);
    case 2:
    case 3:
      return one(strings);
    case 4:
      return Array.from({ length: below(4) }, () => something(below, depth + 1));
    default: {
      const entries = Array.from({ length: below(5) }, () => [one(names), something(below, depth + 1)]);
      return Object.fromEntries(entries);
    }
  }
}

describe('lazily parsed JSON', () => {
  it('has the result of JSON.parse', () => {
    expect(seen(read(JSON.stringify(answer)))).toEqual(answer);
    expect(seen(read(JSON.stringify(answer, null, '\t')))).toEqual(answer);
    expect(JSON.stringify(read(JSON.stringify(answer)))).toBe(JSON.stringify(answer));
  });

  it('does so for whatever may come', () => {
    const below = numbers(20_261_121);
    for (let n = 0; n < 3_000; n += 1) {
      const text = JSON.stringify({ a: something(below, 0), b: something(below, 0) }, null, below(3));
      expect(JSON.stringify(read(text)), text).toBe(JSON.stringify(JSON.parse(text)));
      expect(seen(read(text)), text).toEqual(seen(JSON.parse(text)));
    }
  });

  it.each(['"text"', '3', 'null', '[{"a": 1}]'])('leaves %s, which is no object, to JSON.parse', (text) =>
    expect(read(text)).toEqual(JSON.parse(text)),
  );

  it('says one of two by one name', () => {
    const found = read('{"a": 1, "b": {"c": 2, "c": 3}, "a": 4}') as { a: number; b: { c: number } };
    expect([1, 4]).toContain(found.a);
    expect([2, 3]).toContain(found.b.c);
    expect(Object.keys(found)).toEqual(['a', 'b']);
  });

  it('does not take a place where a name stood before for the same place everywhere', () => {
    for (const [text, b] of [
      ['{"a": {"x": 0, "b": 1, "c": 2}}', 1],
      ['{"a": {"b": 3, "x": 0, "c": 4}}', 3],
      ['{"a": {"c": 5}}', undefined],
      ['{"a": {"x": 0, "y": 0, "z": 0, "b": 6}}', 6],
      ['{"a": {}, "b": 7}', undefined],
    ] as const) {
      expect((read(text) as { a: { b?: number } }).a.b).toBe(b);
    }
  });

  it('returns properties that only some of the objects have', () => {
    const found = read('{"list": [{"b": 1}, {"b": 2, "a": 3}, {"a": 4}, {}]}') as {
      list: { a?: number; b?: number }[];
    };
    expect(found.list.map(({ a, b }) => [a, b])).toEqual([
      [undefined, 1],
      [3, 2],
      [4, undefined],
      [undefined, undefined],
    ]);
  });

  it.each([
    ['names', 10_000, (n: number) => ObjectShape.empty().with(`name ${n}`)],
    ['bytes of them', 100, (n: number) => ObjectShape.empty().with(`${n} ${'long'.repeat(20_000)}`)],
    ['tables of them', 100, (n: number) => many(300).with(`last ${n}`).names()],
  ])('forgets what it knows of names when there are too many %s', (_, most, add) => {
    const first = ObjectShape.empty();
    let added = 0;
    for (; ObjectShape.empty() === first && added < most; added += 1) add(added);
    expect(added).toBeLessThan(most);
  });

  it('reads as well when it has seen more names than it keeps', () => {
    const before = read('{"list": [{"b": 1, "a": 2}]}') as { list: unknown[] };
    for (let n = 0; n < volume(1_500, 5_000); n += 1) {
      const names = { [`id-${n}`]: n, [`${'long '.repeat(40)}${n}`]: n };
      expect(seen(read(JSON.stringify({ a: names, b: n })))).toEqual({ a: names, b: n });
    }
    const after = read('{"list": [{"b": 1, "a": 2}]}');
    expect(seen(before)).toEqual({ list: [{ b: 1, a: 2 }] });
    expect(seen(after)).toEqual(seen(before));
  });

  it('throws for a response that is truncated at any position', () => {
    const text = JSON.stringify(answer);
    for (let length = 0; length < text.length; length += 1) {
      expect(() => read(text.slice(0, length)), `the first ${length}`).toThrow(unreadable);
    }
  });

  describe.each(sizes)('at every size', (padding) => {
    const broken = [
      '<html></html>',
      '{"a": 1} {"b": 2}',
      '{"a" 1}',
      '{"a": }',
      '{a: 1}',
      '{"a": 1,}',
      '{"a": [1,]}',
      '{"a": [1 2]}',
      '{"a": {"b": 1]}',
      '{"a": "open}',
      '\ufeff{}',
      '',
      '{"a": 1}\0',
      '{"a": 1}\v',
      '\u00a0{"a": 1}',
      '{\f"a": 1}',
      '{"a"\u2028: 1}',
      '{"a\nb": 1}',
      '{"\\x": 1}',
    ];
    it.each(broken)('throws for %j', (text) => expect(() => read(text + padding)).toThrow(unreadable));

    const wrongInside = [
      '"a\nb"',
      '"a\tb"',
      '"\0"',
      '"a\\x"',
      '"a\\u12"',
      'nonsense',
      'tru',
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
      '--1',
      '0x1',
      'NaN',
      '{"b": {"c": {"d": {"e": 1,}}}}',
      '{"b": {"c": {"d": ["\n"]}}}',
    ];
    it.each(wrongInside)('throws for %j as a value, when the value is read', (value) => {
      for (const text of [
        `{"a": ${value}, "b": 1}`,
        `{"list": [{"a": ${value}}]}`,
        `{"trusted_metadata": {"a": ${value}}}`,
      ]) {
        expect(() => JSON.parse(text)).toThrow(SyntaxError);
        expect(() => seen(read(text + padding)), text).toThrow(unreadable);
      }
    });

    it('reads keys of free-form properties in one order', () => {
      const text = '{"thing": {"trusted_metadata": {"b": 1, "10": 2, "a": 3}}, "error_details": {"z": 1, "7": 2}}';
      expect(JSON.stringify(read(text + padding))).toBe(JSON.stringify(JSON.parse(text)));
    });

    it('accepts and rejects the same texts as JSON.parse, for any change of one byte', () => {
      const below = numbers(20_261_129);
      const text = JSON.stringify(answer);
      const odd = [...'{}[],:"\\ \n\0\v0-.eEtn'].map((character) => character.charCodeAt(0));
      for (let n = 0; n < 4_000; n += 1) {
        const bytes = Buffer.from(text);
        bytes[below(bytes.length)] = odd[below(odd.length)] ?? 0;
        const changed = bytes.toString() + padding;
        const lazy = outcome(() => JSON.stringify(read(changed)));
        const plain = outcome(() => JSON.stringify(JSON.parse(changed)));
        // A duplicate name is reported once, but possibly with its first value.
        if (lazy !== plain) expect([lazy, repeatsName(changed)], changed).toEqual([lazy, true]);
      }
    });
  });

  it('throws for an error in a value when that value is read', () => {
    const found = read('{"bad": nonsense, "control": "a\\x", "good": 1}') as Record<string, unknown>;
    expect(found['good']).toBe(1);
    expect(() => found['bad']).toThrow(unreadable);
    expect(() => found['control']).toThrow(unreadable);
  });

  it('looks like a plain object', async () => {
    const found = read(JSON.stringify(answer)) as typeof answer;
    expect(Object.keys(found)).toEqual(Object.keys(answer));
    expect('members' in found).toBe(true);
    expect('member' in found).toBe(false);
    expect(Reflect.get(found, 'member')).toBeUndefined();
    expect(`${found}`).toBe('[object Object]');
    expect(Object.getPrototypeOf(found)).toBe(Object.prototype);
    expect({ ...found.results_metadata, more: 1 }).toEqual({ total: 100, next_cursor: '', more: 1 });
    const thenable = read('{"then": "no promise"}');
    expect(await Promise.resolve(thenable)).toBe(thenable);
    expect(Array.isArray(found.members)).toBe(true);
  });

  it('returns the same object on repeated reads', () => {
    const found = read(JSON.stringify(answer)) as typeof answer;
    expect(found.members).toBe(found.members);
    const [first] = found.members as { roles: unknown }[];
    expect(first?.roles).toBe(first?.roles);
  });

  it('reads equal texts once, and different ones apart', () => {
    const lists = [[{ a: 1 }], [{ a: 1 }], [{ a: '1' }], ['[{"a":1}]'], null, null, [{ a: '1' }]];
    const things = lists.map((list, n) => ({ n, list }));
    const found = read(JSON.stringify({ things })) as { things: typeof things };
    expect(seen(found)).toEqual({ things });
    const [first, second, third, , , , last] = found.things;
    expect(first?.list).toBe(second?.list);
    expect(third?.list).toBe(last?.list);
    expect(third?.list).not.toBe(first?.list);
  });

  it('cannot be changed', () => {
    const found = read(JSON.stringify(answer)) as { request_id?: string };
    expect(() => {
      found.request_id = 'changed';
    }).toThrow(TypeError);
    expect(() => delete found.request_id).toThrow(TypeError);
    expect(() => Object.defineProperty(found, 'more', { value: 1 })).toThrow(TypeError);
    expect(found.request_id).toBe('request-id-test-1');
  });

  it('accepts the marks that Pothos puts on resolved objects', () => {
    const mark = Symbol('mark');
    const found = read(JSON.stringify(answer)) as object;
    Object.defineProperty(found, mark, { value: 'Member' });
    expect(Reflect.get(found, mark)).toBe('Member');
    expect(mark in found).toBe(true);
    expect(Object.keys(found)).toEqual(Object.keys(answer));
    expect(Reflect.ownKeys(found)).toEqual([...Object.keys(answer), mark]);
    expect(Reflect.get(read(JSON.stringify(answer)) as object, mark)).toBeUndefined();
  });

  it('keeps texts apart that are read one after the other', () => {
    const first = read('{"a": {"x": "one", "y": [{"z": "deep"}]}}');
    const second = read('{"b": {"y": "two"}, "a": {"x": "three"}}');
    expect(seen(first)).toEqual({ a: { x: 'one', y: [{ z: 'deep' }] } });
    expect(seen(second)).toEqual({ b: { y: 'two' }, a: { x: 'three' } });
  });
});
