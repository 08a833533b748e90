/**
 * `npm run check` compares the printed graphs with those of the last release; a release writes them and the changelog.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..');
const released = `
  type Query { member(id: ID!, deleted: Boolean): Member  outcome: Outcome }
  type Member { id: ID! name: String! status: Status! }
  enum Status { ACTIVE DELETED }
  type SignedIn { id: ID! }
  type EnrollmentRequired { id: ID! }
  union Outcome = SignedIn
`;
const users = 'type Query { user: User } type User { id: ID! name: String! }';
const renamed = released.replace('name: String!', 'fullName: String!');

/** A repository with the graphs of its last release; `b2b` and `consumer` are the currently printed graphs. */
function repository({ b2b = released, consumer = users, version = '0.1.0' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'graph-changes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  const write = (name: string, text: string) => writeFileSync(path(name), text);
  mkdirSync(path('schema/released'), { recursive: true });
  cpSync(join(root, '.changeset/config.json'), path('.changeset/config.json'));
  write('schema/b2b.graphql', b2b);
  write('schema/consumer.graphql', consumer);
  write('schema/released/b2b.graphql', released);
  write('schema/released/consumer.graphql', users);
  write('package.json', `${JSON.stringify({ name: 'stytch-graphql', version }, null, 2)}\n`);
  write('CHANGELOG.md', `# Changelog\n\nWhat changed.\n\n## 0.0.1 (2026-01-02)\n\nThe first.\n`);
  return {
    write,
    read: (name: string) => readFileSync(path(name), 'utf8'),
    changeset: (text: string, bump = 'minor', name = 'some-name') =>
      write(`.changeset/${name}.md`, `---\n"stytch-graphql": ${bump}\n---\n\n${text}\n`),
    changesets: () => readdirSync(path('.changeset')).filter((name) => name.endsWith('.md')),
    watch: (...args: string[]) => {
      const { status, stderr } = spawnSync(execPath, [join(root, 'schema/watch.ts'), ...args], {
        cwd: folder,
        encoding: 'utf8',
      });
      return { status, stderr };
    },
    version: () => {
      const git = (...args: string[]) =>
        execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], { cwd: folder });
      git('init', '-q', '-b', 'main');
      git('add', '.');
      git('commit', '-qm', 'Begin');
      execFileSync(execPath, [join(root, 'node_modules/@changesets/cli/bin.js'), 'version'], { cwd: folder });
    },
  };
}

const passed = { status: 0, stderr: '' };

describe('a breaking change', () => {
  it('fails without a changeset, and prints its text', () => {
    const { status, stderr } = repository({ b2b: renamed }).watch();
    expect(status).toBe(1);
    expect(stderr).toContain("- `Member.name`: Field 'name' was removed from object type 'Member'");
    expect(stderr).toContain('"stytch-graphql": minor');
    expect(stderr).not.toContain('fullName');
  });

  it('passes with a changeset that names it', () => {
    const { changeset, watch } = repository({ b2b: renamed });
    changeset('Members have `fullName` in place of `Member.name`.');
    expect(watch()).toEqual(passed);
  });

  it.each([
    ['names another', 'The field `Member.names` is gone.', 'minor'],
    ['names it in passing', 'Member.name is gone.', 'minor'],
    ['promises a patch', 'The field `Member.name` is gone.', 'patch'],
  ])('fails with a changeset that %s', (_, text, bump) => {
    const { changeset, watch } = repository({ b2b: renamed });
    changeset(text, bump);
    expect(watch().status).toBe(1);
  });

  it('is major from version 1.0.0 on', () => {
    const { changeset, watch } = repository({ b2b: renamed, version: '1.2.0' });
    changeset('The field `Member.name` is gone.', 'minor');
    expect(watch()).toMatchObject({ status: 1, stderr: expect.stringContaining('"stytch-graphql": major') });
    changeset('The field `Member.name` is gone.', 'major');
    expect(watch()).toEqual(passed);
  });

  it('is found in both graphs, and reported for each', () => {
    const { changeset, watch } = repository({ b2b: renamed, consumer: users.replace('name: String!', 'name: String') });
    changeset('The field `Member.name` is gone.');
    const { status, stderr } = watch();
    expect(status).toBe(1);
    expect(stderr).toContain('`User.name`');
    expect(stderr).not.toContain('`Member.name`');
    changeset('A user may have no name (`User.name`).', 'minor', 'another');
    expect(watch()).toEqual(passed);
  });

  it('is also a union that grows: clients match its members exhaustively', () => {
    const { changeset, watch } = repository({ b2b: released.replace('= SignedIn', '= SignedIn | EnrollmentRequired') });
    expect(watch()).toMatchObject({ status: 1, stderr: expect.stringContaining('- `Outcome`: ') });
    changeset('A sign-in may also end in `Outcome`.');
    expect(watch()).toEqual(passed);
  });
});

it('lets a safe change pass without a changeset', () => {
  const b2b = released
    .replace('name: String!', 'name: String! nickname: String')
    .replace('deleted: Boolean', 'deleted: Boolean, locale: String')
    .replace('DELETED', 'DELETED UNKNOWN');
  expect(repository({ b2b }).watch()).toEqual(passed);
});

describe('a release', () => {
  it('tells the changes in the changelog, dated, and compares with its own graphs from then on', () => {
    const { changeset, changesets, read, version, watch } = repository({ b2b: renamed });
    changeset('Members have `fullName` in place of `Member.name`.');
    version();
    expect(watch('release')).toEqual(passed);
    const today = new Date().toISOString().slice(0, 10);
    const changelog = read('CHANGELOG.md');
    expect(changelog).toMatch(new RegExp(`^# Changelog\\n\\nWhat changed\\.\\n\\n## 0\\.2\\.0 \\(${today}\\)\\n`));
    expect(changelog).toContain('Members have `fullName` in place of `Member.name`.');
    expect(changelog).toContain('## 0.0.1 (2026-01-02)');
    expect(changesets()).toEqual([]);
    expect(read('schema/released/b2b.graphql')).toBe(renamed);
    expect(watch()).toEqual(passed);
  });

  it('dates the first version, which no changeset tells', () => {
    const { read, watch, write } = repository();
    write('CHANGELOG.md', '# Changelog\n\n## 0.1.0 (unreleased)\n\nText.\n');
    expect(watch('release')).toEqual(passed);
    expect(read('CHANGELOG.md')).toMatch(/^# Changelog\n\n## 0\.1\.0 \(\d{4}-\d\d-\d\d\)\n\nText\.\n$/);
  });

  it('refuses a changelog that does not tell its version', () => {
    const { read, watch } = repository({ b2b: renamed });
    expect(watch('release')).toMatchObject({ status: 1, stderr: expect.stringContaining('## 0.1.0') });
    expect(read('schema/released/b2b.graphql')).toBe(released);
  });
});
