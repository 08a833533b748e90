/** Relay compiles a document for each deletion of the graph, and removes the record that `deletedId` names. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSchema, type GraphQLObjectType, getNamedType, isObjectType, isUnionType } from 'graphql';
import { expect, onTestFinished, test } from 'vitest';
import { present, readText } from '../harness.ts';

const run = promisify(execFile);
const sdl = readText('schema/b2b.graphql');
const mutations = Object.values(present(buildSchema(sdl).getMutationType(), 'the type Mutation').getFields());

/** The payload of a mutation that deletes an object with an id. */
const deletionPayload = (mutation: (typeof mutations)[number]): GraphQLObjectType | undefined =>
  isUnionType(mutation.type)
    ? mutation.type.getTypes().find((type) => isObjectType(type) && 'deletedId' in type.getFields())
    : undefined;

/** A document that removes the record of the deleted object. */
const documentOf = (mutation: (typeof mutations)[number], directive: string) => {
  const [input] = mutation.args;
  const name = `${mutation.name}Mutation`;
  return `graphql\`mutation ${name}($input: ${input?.type}) {
    ${mutation.name}(input: $input) { ... on ${deletionPayload(mutation)} { deletedId ${directive} } } }\`;\n`;
};

const deletions = mutations.filter(deletionPayload);

/** Compiles documents against the printed graph, in a separate folder. */
async function compile(documents: [name: string, text: string][]): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'relay-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'written'));
  writeFileSync(join(folder, 'graph.graphql'), sdl);
  for (const [name, text] of documents) writeFileSync(join(folder, `${name}.ts`), text);
  const config = {
    src: '.',
    schema: 'graph.graphql',
    artifactDirectory: 'written',
    language: 'typescript',
    noSourceControl: true,
  };
  writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(config));
  await run(join(import.meta.dirname, '../../../node_modules/.bin/relay-compiler'), ['relay.config.json'], {
    cwd: folder,
  });
  return readdirSync(join(folder, 'written')).map((file) => readFileSync(join(folder, 'written', file), 'utf8'));
}

test('`deletedId @deleteRecord` compiles for each deletion', async () => {
  expect(deletions.length).toBeGreaterThan(7);
  const written = await compile(deletions.map((each) => [each.name, documentOf(each, '@deleteRecord')]));
  expect(written).toHaveLength(deletions.length);
  for (const artifact of written) expect(artifact).toContain('"handle": "deleteRecord"');
});

test('a deletion without `deletedId` answers what it was taken from', () => {
  const others = mutations.filter((each) => each.name.startsWith('delete') && !deletions.includes(each));
  const answered = others.map(({ name, type }) => {
    const payloads = isUnionType(type) ? type.getTypes().filter(({ name }) => name.endsWith('Payload')) : [];
    const fields = payloads.flatMap((payload) => Object.values(payload.getFields()));
    return [name, fields.some((field) => isObjectType(getNamedType(field.type)))];
  });
  expect(answered.filter(([, owner]) => !owner)).toEqual([]);
});

test('text that is no id does not compile', async () => {
  const [first] = deletions;
  const wrong = documentOf(present(first, 'a deletion'), '@deleteRecord').replace('deletedId', 'requestId');
  await expect(compile([[present(first, 'a deletion').name, wrong]])).rejects.toThrow(/deleteRecord/);
});
