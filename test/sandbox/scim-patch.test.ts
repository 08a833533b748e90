/** The cost of a PATCH of many values: it reads each item a few times, for any number of values. */
import { expect, it } from 'vitest';
import { patchResource } from '../../src/sandbox/b2b/scim-server/patch.ts';
import { groupKind, readResource } from '../../src/sandbox/b2b/scim-server/schema.ts';
import { patch } from './scim-requests.ts';

/** Number of property reads on the items of a group during a PATCH. */
const readsOf = (count: number, body: (values: { value: string }[]) => object): number => {
  let reads = 0;
  const counting = (item: { value: string }) =>
    new Proxy(item, {
      get: (target, name) => {
        reads += 1;
        return Reflect.get(target, name);
      },
    });
  const values = Array.from({ length: count }, (_, index) => ({ value: `member-test-${index}` }));
  const group = { id: 'group', displayName: 'Everyone', members: values.map(counting) };
  patchResource(groupKind, group, body(values.map(counting)));
  return reads;
};

it.each<[string, (values: { value: string }[]) => object]>([
  ['adds values', (value) => patch({ op: 'add', path: 'members', value })],
  ['replaces values', (value) => patch({ op: 'replace', path: 'members', value })],
  ['removes values', (value) => patch({ op: 'remove', path: 'members', value })],
  [
    'removes values one by one',
    (values) => patch(...values.map(({ value }) => ({ op: 'remove', path: `members[value eq "${value}"]` }))),
  ],
  ['adds values one by one', (values) => patch(...values.map((value) => ({ op: 'add', path: 'members', value })))],
])('%s in linear time', (_, body) => {
  const [few, many] = [readsOf(500, body), readsOf(5_000, body)];
  expect(few).toBeGreaterThan(0);
  expect(many).toBeLessThanOrEqual(10 * few);
  expect(many).toBeLessThan(20 * 5_000);
});

const each = (values: { value: string }[], operation: (value: string) => object) =>
  patch(...values.map(({ value }) => ({ op: 'replace', path: 'members', ...operation(value) })));

it.each<[string, (values: { value: string }[]) => object]>([
  [
    'a part of chosen values',
    (values) => each(values, (value) => ({ path: `members[value eq "${value}"].display`, value })),
  ],
  ['chosen values', (values) => each(values, (value) => ({ path: `members[value eq "${value}"]`, value: { value } }))],
  ['a part of all values', (values) => each(values, (value) => ({ path: 'members.display', value }))],
  [
    'values that are removed and added in turn',
    (values) =>
      patch(
        ...values.flatMap(({ value }) => [
          { op: 'remove', path: `members[value eq "${value}"]` },
          { op: 'add', path: 'members', value: { value } },
        ]),
      ),
  ],
])('changes %s hundreds of times, and refuses to do so thousands of times', (_, body) => {
  expect(readsOf(500, body)).toBeGreaterThan(0);
  expect(() => readsOf(5_000, body)).toThrow(expect.objectContaining({ status: 413, scimType: 'tooMany' }));
});

it('removes the values of all given parts, case-insensitively, and keeps the others', () => {
  const members = [
    { value: 'a', type: 'User' },
    { value: 'b', type: 'User' },
    { value: 'c', type: 'Group' },
    { value: 'd', type: 'Group' },
  ];
  const change = patch(
    { op: 'remove', path: 'members', value: [{ value: 'A' }, { value: 'none' }] },
    { op: 'remove', path: 'members[value eq "b"]' },
    { op: 'remove', path: 'members', value: [{ type: 'group' }] },
    { op: 'add', path: 'members', value: { value: 'c' } },
  );
  const group = { id: 'group', displayName: 'Everyone', members };
  expect(readResource(groupKind, patchResource(groupKind, group, change))).toMatchObject({ members: [{ value: 'c' }] });
  expect(members).toHaveLength(4);
});
