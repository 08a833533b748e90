import { expect, it } from 'vitest';
import { buildSchema } from '../../schema/builder.ts';
import { loadSchema } from '../../schema/index.ts';
import { b2b } from '../../src/vertical/b2b.ts';

it('a process has one graph, for one kind of project', async () => {
  const schema = await loadSchema('b2b');
  expect(await loadSchema('b2b')).toBe(schema);
  expect(schema.extensions.vertical).toBe(b2b);
  expect(() => buildSchema(b2b, 'Another.')).toThrow('a process serves one vertical');
});
