/** Takes the steps of `test/sdks`, which the programs there take with the SDKs for other languages, with the SDK for Node. */
import { readFileSync } from 'node:fs';
import { Secret, TOTP } from 'otpauth';
import { StytchError } from 'stytch';
import { afterEach, expect, test } from 'vitest';
import { type AnySandbox, startSandboxFor } from '../../src/sandbox/by-vertical.ts';
import { consumerSdkClient, sdkClient } from './sdk.ts';

/** One line of `test/sdks/b2b.jsonl` or `consumer.jsonl`; `test/sdks/README.md` says what the properties mean. */
interface Step {
  readonly call?: string;
  readonly http?: string;
  readonly totp?: string;
  readonly with?: object;
  readonly as?: object;
  readonly save?: Readonly<Record<string, string>>;
  readonly error?: string;
}

type Method = (...sent: readonly unknown[]) => Promise<unknown>;

/** Methods of the steps that only other SDKs have. `idp.introspectTokenLocal` is the first one in Node, and takes no parameters by name. */
const ELSEWHERE = ['idp.introspectAccessTokenLocal', 'm2m.authenticateTokenLocal'];

const started: AnySandbox[] = [];
afterEach(() => Promise.all(started.splice(0).map(({ close }) => close())));

const isPart = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  ![Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value));

/** Methods below a client by path, such as `organizations.members.create`. */
const methodsOf = (owner: object, path = ''): [string, Method][] => [
  ...Object.getOwnPropertyNames(Object.getPrototypeOf(owner)).flatMap((name): [string, Method][] => {
    const method: unknown = Reflect.get(owner, name);
    return name === 'constructor' || typeof method !== 'function'
      ? []
      : [[`${path}${name}`, async (...sent) => Reflect.apply(method, owner, sent)]];
  }),
  ...Object.entries(owner).flatMap(([name, part]: [string, unknown]) =>
    isPart(part) && name !== 'policyCache' ? methodsOf(part, `${path}${name}.`) : [],
  ),
];

const find = (result: unknown, path: string): unknown =>
  path.split('.').reduce((inner, key) => (inner instanceof Object ? Reflect.get(inner, key) : undefined), result);

test.each(['b2b', 'consumer'] as const)('the vendor’s SDK takes every step (%s)', async (vertical) => {
  const sandbox = await startSandboxFor(vertical, { port: 0 });
  started.push(sandbox);
  const methods = new Map(methodsOf(vertical === 'b2b' ? sdkClient(sandbox) : consumerSdkClient(sandbox)));
  const saved = new Map<string, unknown>();

  const http = async (target: string, sent: object | undefined): Promise<unknown> => {
    const [method = '', path = ''] = target.split(' ');
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${sandbox.origin}${path}`, {
      method,
      headers,
      body: sent ? JSON.stringify(sent) : null,
    });
    if (!response.ok) throw new Error(`${target}: ${response.status}`);
    return response.json();
  };
  const take = async ({ call, http: target, totp, with: sent, as: authorization }: Step): Promise<unknown> => {
    if (totp !== undefined) return { code: new TOTP({ secret: Secret.fromBase32(totp) }).generate() };
    if (target !== undefined) return http(target, sent);
    const method = methods.get(call ?? '');
    if (!method) throw new Error(`the SDK has no ${call}`);
    return method(...(sent ? [sent] : []), ...(authorization ? [{ authorization }] : []));
  };
  const fill = (line: string): Step =>
    JSON.parse(line.replaceAll(/\{(\w+)\}/g, (_all, name: string) => JSON.stringify(saved.get(name)).slice(1, -1)));

  const called = new Set<string>();
  const wrong: object[] = [];
  const lines = readFileSync(new URL(`../sdks/${vertical}.jsonl`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n');
  for (const line of lines) {
    const { call, save = {}, totp, error }: Step = JSON.parse(line);
    if (call !== undefined && ELSEWHERE.includes(call)) continue;
    let outcome: string | undefined;
    try {
      const result = await take(fill(line));
      for (const [name, path] of Object.entries(totp === undefined ? save : { totp: 'code' })) {
        saved.set(name, find(result, path));
      }
    } catch (fault) {
      outcome = fault instanceof StytchError ? fault.error_type : String(fault);
    }
    if (call !== undefined) called.add(call);
    if (outcome !== error) wrong.push({ line, outcome });
  }
  expect(wrong).toEqual([]);
  expect([...methods.keys()].filter((name) => !called.has(name))).toEqual(['idp.introspectTokenLocal']);
});
