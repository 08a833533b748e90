/** T19, T40: a path parameter is untrusted and must never turn one operation into another. */

import { MockAgent } from 'undici';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { createStytchClient } from '../src/stytch/client/client.ts';
import { toGraphName } from '../src/stytch/contract/names.ts';
import { fillPath, pathParameters } from '../src/stytch/contract/path.ts';
import { StytchError } from '../src/stytch/error.ts';
import { contractRoutes } from './contract.ts';

const hostile: [string, string][] = [
  ['one dot', '.'],
  ['two dots', '..'],
  ['encoded dots', '%2e%2e'],
  ['encoded slash', '..%2f'],
  ['a slash', 'a/b'],
  ['an encoded slash', 'a%2Fb'],
  ['a query', 'a?x=1'],
  ['a fragment', 'a#b'],
  ['a backslash', 'a\\b'],
  ['nothing', ''],
  ['a space', ' '],
  ['NUL', 'a\0'],
  ['CR LF', 'a\r\nX: y'],
  ['5,000 characters', 'a'.repeat(5000)],
  ['full-width dots', '．．'],
  ['an emoji', '🙂'],
  ['the name of every prototype', '__proto__'],
];

let sent = 0;
const agent = new MockAgent();
agent.disableNetConnect();
const stytch = createStytchClient({
  baseUrl: 'https://test.stytch.com',
  telemetryUrl: 'https://telemetry.stytch.com',
  projectId: 'project-test-1',
  secret: 'secret-test-1',
  log: { warn: () => {}, error: () => {} },
  connect: () => {
    sent += 1;
    return agent.get('https://test.stytch.com');
  },
});
afterAll(() => stytch.close());
beforeEach(() => {
  sent = 0;
});

const parameters = [...contractRoutes.values()].flatMap(({ method, path }) =>
  pathParameters(path).map((name): [string, string, string] => [method, path, name]),
);

describe('T19: hostile path parameters', () => {
  it('are tried on every path parameter of the contract', () => {
    expect(parameters.length).toBeGreaterThan(100);
  });

  it.each(parameters)('%s %s refuses each of them as %s, with nothing sent', async (method, path, name) => {
    for (const [what, value] of hostile) {
      const given = Object.fromEntries(pathParameters(path).map((other) => [toGraphName(other), 'id-1']));
      const call = stytch.send(method as 'get', path, { ...given, [toGraphName(name)]: value });
      const error = await call.then(
        () => null,
        (cause: unknown) => cause,
      );
      expect(error, what).toBeInstanceOf(StytchError);
      expect((error as StytchError).facts.code, what).toBe('INVALID_INPUT');
      expect((error as StytchError).message).toContain(`\`${toGraphName(name)}\``);
      if (value.length > 3) expect((error as StytchError).message).not.toContain(value);
    }
    expect(sent).toBe(0);
  });

  it('lets ids, slugs and external ids through, dots included', () => {
    for (const value of [
      'organization-test-07971b06-ac8b-4cdb-9c15-63b17e653931',
      'acme.io',
      'a..b',
      '...',
      'crm|42',
      '~x_y-z',
    ]) {
      const path = fillPath('get', '/v1/b2b/organizations/{organization_id}', { organizationId: value });
      expect(decodeURIComponent(path)).toBe(`/v1/b2b/organizations/${value}`);
    }
  });
});

describe('S2: an id that is a word of another path', () => {
  const words = (path: string) => path.split('/').filter((segment) => segment !== '' && !segment.startsWith('{'));
  const templates = [...contractRoutes.values()];
  const matches = (template: string, path: string) =>
    new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}$`).test(path);

  /** All combinations of path words for none, one or several parameters. */
  function* fillings(names: readonly string[], values: readonly string[]): Generator<Record<string, string>> {
    const [first, ...rest] = names;
    if (first === undefined) yield {};
    else for (const filled of fillings(rest, values)) for (const value of values) yield { ...filled, [first]: value };
  }

  it('never makes a request of another operation, by any word of any path of the method', async () => {
    let confused = 0;
    let harmless = 0;
    for (const { method, path } of templates) {
      const others = templates.filter((other) => other.method === method && other.path !== path);
      const sameLength = others.filter((other) => other.path.split('/').length === path.split('/').length);
      const names = pathParameters(path);
      const values = ['id-1', ...new Set(sameLength.flatMap((other) => words(other.path)))];
      for (const filled of fillings(names, names.length < 3 ? values : values.slice(0, 6))) {
        const target = path.replace(/\{(\w+)\}/g, (_, name: string) => filled[name] ?? '');
        const isAnother = sameLength.some((other) => matches(other.path, target));
        const given = Object.fromEntries(Object.entries(filled).map(([name, value]) => [toGraphName(name), value]));
        let refused: unknown;
        try {
          expect(fillPath(method as 'get', path, given)).toBe(target);
        } catch (cause) {
          refused = cause;
        }
        if (isAnother) {
          confused += 1;
          expect(refused, `${method} ${target}`).toBeInstanceOf(StytchError);
          expect((refused as StytchError).facts.code).toBe('INVALID_INPUT');
          const named = names.filter((name) => (refused as StytchError).message.includes(`\`${toGraphName(name)}\``));
          expect(named.length, target).toBeGreaterThan(0);
          await expect(stytch.send(method as 'get', path, given)).rejects.toThrow(StytchError);
        } else {
          harmless += 1;
          expect(refused, `${method} ${target}`).toBeUndefined();
        }
      }
    }
    expect(sent).toBe(0);
    expect(confused).toBeGreaterThan(24);
    expect(harmless).toBeGreaterThan(1_000);
  });

  it('is known by pairs: 8 of members and 16 of users, which DELETE their parts', () => {
    const pairs = templates.flatMap(({ method, path }) =>
      templates
        .filter((other) => other.method === method && other.path !== path && method === 'delete')
        .filter((other) => {
          const [own, foreign] = [path.split('/'), other.path.split('/')];
          return (
            own.length === foreign.length &&
            own.every(
              (segment, index) =>
                [segment, foreign[index]].some((part) => part?.startsWith('{')) || segment === foreign[index],
            )
          );
        })
        .map((other) => `${path} as ${other.path}`),
    );
    expect(pairs.filter((pair) => pair.includes('/members/'))).toHaveLength(8);
    expect(pairs.filter((pair) => pair.includes('/v1/users/'))).toHaveLength(16);
  });
});
