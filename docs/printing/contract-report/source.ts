/** Which files of the repository name an operation or an object of the contract. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Where a change of the contract is followed up, by domain. */
const sources = [
  'schema/**/*.ts',
  'resolvers/**/*.ts',
  'loaders/**/*.ts',
  'src/sandbox/**/*.ts',
  'src/stytch/client/**/*.ts',
  'test/operations/*.ts',
  'test/consumer/operations/*.ts',
];

const texts = globSync(sources, { cwd: root })
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()
  .map((file): readonly [string, string] => [file, readFileSync(join(root, file), 'utf8')]);

const isWordCharacter = (character: string | undefined): boolean => /\w/.test(character ?? '');

/** Whether a text has a name that does not go on before or after. */
function names(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!isWordCharacter(text[at - 1]) && !/[\w/]/.test(text[at + name.length] ?? '')) return true;
  }
  return false;
}

/** Files that have one of the names: an operation id, a method and path, or an object. */
export const filesNaming = (...wanted: readonly string[]): string[] =>
  texts.filter(([, text]) => wanted.some((name) => name !== '' && names(text, name))).map(([file]) => file);

const stepsOf = (key: string): string[] => key.slice(key.indexOf(' ') + 1).split('/');

/** Files of the operation whose path has most steps in common with this one: where a new operation belongs. */
export function nearestFiles(key: string, keys: Iterable<string>): string[] {
  const steps = stepsOf(key);
  const common = (other: string): number => {
    const differing = stepsOf(other).findIndex((step, at) => step !== steps[at]);
    return differing < 0 ? steps.length : differing;
  };
  const others = [...keys].filter((other) => other !== key).toSorted((a, b) => common(b) - common(a));
  return others.map((other) => filesNaming(other)).find(({ length }) => length > 0) ?? [];
}
