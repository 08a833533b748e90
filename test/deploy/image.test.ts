/** deploy/Dockerfile is well-formed and agrees with the program, and what it copies suffices to run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { validate } from 'dockerfile-utils';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../port.ts';
import { HEALTH_CHECK_SECONDS, manifest, read, root, unknown } from './files.ts';

/** The command of `npm start`. There the shell replaces itself by Node (`exec`); the image runs no shell. */
const startCommand = manifest.scripts.start.replace(/^exec /, '');

describe('deploy/Dockerfile', () => {
  const text = read('deploy/Dockerfile');
  const instructions = [...text.replaceAll('\\\n', '').matchAll(/^([A-Z]+) (.*)$/gm)].map(
    ([, instruction = '', rest = '']) => ({ instruction, rest }),
  );
  const every = (name: string) => instructions.flatMap(({ instruction, rest }) => (instruction === name ? [rest] : []));
  const copied = every('COPY')
    .filter((rest) => !rest.startsWith('--from'))
    .flatMap((rest) => rest.split(' ').slice(0, -1));

  it('has no fault that the linter knows, and the linter knows some', () => {
    expect(validate(text).map(({ message }) => message)).toEqual([]);
    expect(validate('FROM node:24-slim\nCOPY src\nEXPOSE http\nUSERS root\n')).toHaveLength(3);
  });

  it('is for the version of Node that everything here is tested with', () => {
    const [major] = (manifest.devDependencies['node'] ?? '').split('.');
    expect(new Set(every('FROM').map((image) => image.replace(/ AS .*/, '')))).toEqual(new Set([`node:${major}-slim`]));
  });

  it('runs as nobody special, is stopped as the program expects, and holds no secret', () => {
    expect(every('USER')).toEqual(['1000:1000']);
    expect(every('STOPSIGNAL')).toEqual(['SIGTERM']);
    const started = JSON.stringify(startCommand.split(' ')).replaceAll('","', '", "');
    expect(instructions.at(-1), 'as npm start does').toEqual({ instruction: 'CMD', rest: started });
    const warmed = `SANDBOX=on timeout -k 5s 60s ${startCommand} & `;
    expect(every('RUN').at(-1)?.startsWith(warmed), 'what Node compiled with other flags it would not take').toBe(true);
    expect(every('HEALTHCHECK')).toEqual([expect.stringContaining(`--timeout=${HEALTH_CHECK_SECONDS}s `)]);
    expect(every('ARG')).toEqual([]);
    expect(every('ADD')).toEqual([]);
    const environment = Object.fromEntries(
      every('ENV').flatMap((rest) => rest.split(' ').map((one) => one.split('='))),
    );
    const { NODE_ENV, ...settings } = v.parse(v.record(v.string(), v.string()), environment);
    expect(NODE_ENV).toBe('production');
    expect(unknown(settings)).toEqual([]);
    expect(every('EXPOSE')).toEqual([settings['PORT']]);
  });

  it('copies what is there and what is not kept from it', () => {
    expect(copied).toContain('src');
    expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
    const ignore = read('.dockerignore').split('\n');
    expect(ignore).toContain('*');
    expect(copied.filter((path) => !ignore.includes(`!${path}`))).toEqual([]);
    const allowed = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
    expect(allowed.filter((path) => !copied.includes(path))).toEqual([]);
  });

  describe('what it copies', () => {
    let image = '';
    beforeAll(() => {
      image = mkdtempSync(join(tmpdir(), 'stytch-graphql-image-'));
      const left = read('.dockerignore')
        .split('\n')
        .filter((line) => /^[a-z]/.test(line));
      const kept = (path: string) => !left.includes(path.slice(root.length));
      for (const path of copied) cpSync(join(root, path), join(image, path), { recursive: true, filter: kept });
      const removed = every('RUN').flatMap((rest) => [...rest.matchAll(/ rm -r (\S+)/g)].map(([, path]) => path));
      expect(removed).toEqual(['node_modules/typescript']);
      const packages = productionPackages();
      expect(packages, 'what is removed is there to be removed').toEqual(expect.arrayContaining(removed));
      for (const path of packages.filter((one) => !removed.includes(one)))
        cpSync(join(root, path), join(image, path), { recursive: true });
    }, 60_000);
    afterAll(() => rmSync(image, { recursive: true, force: true }), 60_000);

    /** What a program prints until it has printed `until` and was told to stop, and its exit code. */
    const run = async (program: string, environment: Record<string, string>, until: RegExp) => {
      // Node itself holds the program to reading nothing else and writing nothing at all, as a read-only image does.
      const confined = ['--permission', `--allow-fs-read=${image}`, ...program.split(' ')];
      const child = spawn(process.execPath, confined, { cwd: image, env: environment });
      const printed = { out: '', err: '' };
      child.stdout.on('data', (chunk: Buffer) => {
        printed.out += chunk;
        if (until.test(printed.out)) child.kill('SIGTERM');
      });
      child.stderr.on('data', (chunk: Buffer) => {
        printed.err += chunk;
      });
      const [code] = await once(child, 'exit');
      return { ...printed, code };
    };

    it('suffices to start and to stop, with nothing else to read and nowhere to write', async () => {
      const settings = { PORT: '0', SANDBOX_PORT: '0', HOST: '0.0.0.0', SANDBOX: 'on' };
      const { out, err, code } = await run('src/process/main.js', settings, /member {3}\S+/);
      expect({ err, code }).toEqual({ err: '', code: 0 });
      expect(out).toContain('GraphiQL   http://0.0.0.0:');
    });

    it('starts no sandbox that others reach unless it is told to', async () => {
      const { out, err, code } = await run(
        'src/process/main.js',
        { PORT: '0', SANDBOX_PORT: '0', HOST: '0.0.0.0' },
        /./,
      );
      expect([out, err.split('\n').length, code]).toEqual(['', 2, 1]);
      expect(err).toMatch(/^STYTCH_PROJECT_ID and STYTCH_SECRET are missing\. .* set SANDBOX to on\.\n$/);
    });

    // docker is not needed for what a shell shows.
    it('builds only if it becomes ready and stops when told to', { timeout: 120_000 }, async () => {
      const build = async (main: string | undefined) => {
        const [last = ''] = every('RUN').slice(-1);
        // Shorter waits, for a program that never becomes ready or never ends.
        const step =
          main === undefined ? last : last.replace('60s', '4s').replace('5s', '1s').replace('50_000', '3_000');
        const child = spawn('sh', ['-c', main === undefined ? step : step.replace('src/process/main.js', main)], {
          cwd: image,
          env: {
            PATH: `${dirname(process.execPath)}:${process.env['PATH']}`,
            PORT: `${await freePort()}`,
            SANDBOX_PORT: '0',
            HOST: '0.0.0.0',
          },
          stdio: 'ignore',
        });
        const [code] = await once(child, 'exit');
        return code === 0;
      };
      const deaf = join(image, 'deaf.js');
      writeFileSync(
        deaf,
        `import http from 'node:http';
        process.on('SIGTERM', () => {});
        http.createServer((_, response) => response.end()).listen(process.env.PORT);`,
      );
      const mute = join(image, 'mute.js');
      writeFileSync(mute, 'setInterval(() => {}, 1_000)');
      expect([await build(undefined), await build('deaf.js'), await build('mute.js')]).toEqual([true, false, false]);
      for (const path of [deaf, mute]) rmSync(path);
    });

    it('is healthy once the program listens, and not before or while it answers with an error', async () => {
      const [check = ''] = every('HEALTHCHECK');
      const [command = '', ...words] = v.parse(v.array(v.string()), JSON.parse(check.replace(/^.*? CMD /, '')));
      const PORT = `${await freePort()}`;
      const PATH = dirname(process.execPath);
      const health = async () => {
        const [code] = await once(spawn(command, words, { cwd: image, env: { PATH, PORT }, stdio: 'ignore' }), 'exit');
        return code;
      };
      expect(await health()).toBe(1);
      const failing = createServer((_, response) => response.writeHead(503).end()).listen(Number(PORT));
      await once(failing, 'listening');
      expect(await health()).toBe(1);
      await new Promise((closed) => failing.close(closed));
      const program = spawn(process.execPath, startCommand.split(' ').slice(1), {
        cwd: image,
        env: { PORT, SANDBOX_PORT: '0', HOST: '0.0.0.0', SANDBOX: 'on' },
        stdio: 'ignore',
      });
      await expect.poll(health, { timeout: 50_000, interval: 200 }).toBe(0);
      program.kill('SIGTERM');
      expect(await once(program, 'exit')).toEqual([0, null]);
      expect(await health()).toBe(1);
    });

    it('suffices for the sandbox alone', async () => {
      const { out, err } = await run('src/process/main.js sandbox', { SANDBOX_PORT: '0' }, /outbox/);
      expect(err).toBe('');
      expect(out).toContain('Stytch sandbox   http://127.0.0.1:');
    });
  });
});

/** Folders of the packages that `npm ci --omit=dev` leaves, the outermost only. */
function productionPackages(): string[] {
  const entry = v.looseObject({ dev: v.optional(v.boolean()), optional: v.optional(v.boolean()) });
  const lock = v.parse(v.object({ packages: v.record(v.string(), entry) }), JSON.parse(read('package-lock.json')));
  return Object.entries(lock.packages)
    .filter(([path, { dev }]) => path !== '' && !dev && !/node_modules\/.*node_modules\//.test(path))
    .map(([path]) => path)
    .filter((path) => existsSync(join(root, path)));
}
