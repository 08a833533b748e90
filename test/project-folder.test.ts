/** O11: the project folder may have any name, and no file is written outside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const root = join(import.meta.dirname, '..');

describe('O11 the folder of the project', () => {
  it('may have spaces, signs of URLs and letters beyond ASCII in its name', { timeout: 60_000 }, async () => {
    const parent = mkdtempSync(join(tmpdir(), 'folder-'));
    onTestFinished(() => rmSync(parent, { recursive: true, force: true }));
    const folder = join(parent, 'my projects #1 50%41 é?');
    for (const part of ['src', 'schema', 'resolvers', 'loaders', 'package.json']) {
      cpSync(join(root, part), join(folder, part), { recursive: true });
    }
    mkdirSync(join(folder, 'node_modules'));
    for (const name of readdirSync(join(root, 'node_modules')).filter((each) => !each.startsWith('.'))) {
      symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
    }
    const child = spawn(process.execPath, ['src/process/main.js'], {
      cwd: folder,
      env: { PORT: '0', SANDBOX_PORT: '0' },
    });
    onTestFinished(() => {
      child.kill('SIGKILL');
    });
    let printed = '';
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk: Buffer) => {
        printed += chunk;
        if (printed.includes('member   ')) child.kill('SIGTERM');
      });
    }
    expect([(await once(child, 'exit'))[0], printed]).toEqual([0, expect.stringContaining('GraphiQL')]);
    expect(readdirSync(parent)).toEqual(['my projects #1 50%41 é?']);
    expect(readdirSync(join(folder, 'node_modules/.cache'))).toEqual(['stytch-graphql']);
    expect(readdirSync(folder).toSorted()).toEqual(
      ['loaders', 'node_modules', 'package.json', 'resolvers', 'schema', 'src'].toSorted(),
    );
  });

  it('is never taken from the path of a URL', () => {
    const files = globSync(['{src,schema,resolvers,loaders,test,bench}/**/*.{ts,js}', '*.ts'], { cwd: root });
    expect(files.length).toBeGreaterThan(300);
    const taken = files.filter((file) =>
      /import\.meta\.url\)\s*\.pathname|root\.pathname/.test(readFileSync(join(root, file), 'utf8')),
    );
    expect(taken.filter((file) => file !== 'test/project-folder.test.ts')).toEqual([]);
  });
});
