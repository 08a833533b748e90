/** T47, T48: the gateway reads every response that HTTP permits Stytch to send. */
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, constants, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ACCEPT_ENCODING } from '../../src/stytch/client/content-coding.ts';
import { replaceAnswer } from './fault-kinds.ts';
import { type FaultyGateway, faultyGateway } from './harness.ts';
import type { FaultKind } from './proxy.ts';

let g: FaultyGateway;
beforeAll(async () => {
  // All faults run in one gateway.
  g = await faultyGateway({ rules: { minimumThroughput: 100_000 } });
});
afterEach(() => g.proxy.heal());
afterAll(() => g.close());

const MEGABYTE = 1024 * 1024;

const coded = (coding: string, encode: (body: Buffer) => Buffer): FaultKind =>
  replaceAnswer(({ headers, body }) => ({ headers: { ...headers, 'content-encoding': coding }, body: encode(body) }));

const same = (body: Buffer): Buffer => body;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** The correct response, written by hand. */
const byHand = (write: (body: Buffer) => (string | Buffer)[]): FaultKind => {
  return async ({ deliver, socket }) => {
    const { body } = await deliver();
    for (const part of write(body)) socket.write(part);
    socket.end();
  };
};
const headersFor = (body: Buffer): string =>
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;

describe('T47: a response', () => {
  test.each<[string, FaultKind]>([
    ['in gzip', coded('gzip', gzipSync)],
    ['in x-gzip, in capitals', coded('X-GZIP', gzipSync)],
    ['in Brotli', coded('br', brotliCompressSync)],
    ['in deflate', coded('deflate', deflateSync)],
    ['in bare deflate', coded('deflate', deflateRawSync)],
    ['coded twice', coded('gzip, br', (body) => brotliCompressSync(gzipSync(body)))],
    ['coded three times', coded('gzip,identity, br,gzip', (body) => gzipSync(brotliCompressSync(gzipSync(body))))],
    ['of the coding identity', coded('identity', same)],
    ['of an empty coding', coded('', same)],
    ['with a byte order mark', replaceAnswer(({ body }) => ({ body: Buffer.concat([MARK, body]) }))],
    ['with a byte order mark, in gzip', coded('gzip', (body) => gzipSync(Buffer.concat([MARK, body])))],
    ['after early hints', byHand((body) => ['HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n', headersFor(body), body])],
    ['after processing', byHand((body) => ['HTTP/1.1 102 Processing\r\n\r\n', headersFor(body), body])],
    [
      'in chunks with trailers',
      byHand((body) => [
        'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\ntrailer: x-sum\r\n\r\n',
        `${body.length.toString(16)}\r\n`,
        body,
        '\r\n0\r\nx-sum: 1\r\n\r\n',
      ]),
    ],
  ])('%s is read', async (_, kind) => {
    g.proxy.fail(kind);
    const [read, write] = [await g.read(), await g.write('marker-1')];
    expect([read.code, write.code]).toEqual(['ok', 'ok']);
    expect(write.text).toContain('marker-1');
  });

  const bomb = gzipSync(Buffer.alloc(100 * MEGABYTE, 'a'));
  const doubleBomb = brotliCompressSync(bomb);
  const brotliBomb = brotliCompressSync(Buffer.alloc(32 * MEGABYTE), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 1 },
  });
  const largeEnough = JSON.stringify({ padding: 'p'.repeat(8 * MEGABYTE) });
  test.each<[string, FaultKind, string]>([
    ['a bomb of gzip', coded('gzip', () => bomb), 'was too large'],
    ['a bomb within a bomb', coded('gzip, br', () => doubleBomb), 'was too large'],
    ['a bomb of Brotli', coded('br', () => brotliBomb), 'was too large'],
    ['just above the limit', coded('gzip', () => gzipSync(largeEnough)), 'was too large'],
    ['four codings', coded('gzip, gzip, gzip, gzip', same), 'could not be read'],
    ['an unknown coding', coded('compress', same), 'could not be read'],
    ['a coding that it does not have', coded('gzip', same), 'could not be read'],
    [
      'a coding that breaks off',
      coded('gzip', (body) => gzipSync(randomBytes(2_000)).subarray(0, body.length / 2)),
      'could not be read',
    ],
  ])('that is %s is none, and a write is unknown', async (_, kind, message) => {
    const before = process.memoryUsage().arrayBuffers;
    g.proxy.fail(kind);
    const [read, write] = [await g.read(), await g.write('marker-2')];
    expect([read.code, write.code]).toEqual(['BAD_UPSTREAM_RESPONSE', 'OUTCOME_UNKNOWN']);
    expect(read.text).toContain(message);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * MEGABYTE);
  });

  test('is requested without a coding, and `accept-encoding` lists the accepted ones', async () => {
    let asked: string | undefined;
    g.proxy.fail(async ({ request, deliver, answer }) => {
      asked = request.headers['accept-encoding']?.toString();
      answer(await deliver());
    });
    await g.read();
    expect(asked).toBe(ACCEPT_ENCODING);
    expect(asked).toMatch(/^identity, gzip;q=0\.\d, deflate;q=0\.\d, br;q=0\.\d$/);
  });
});

const refusing = (
  status: number,
  body: object,
  encode: (body: Buffer) => Buffer = same,
  coding = 'identity',
): FaultKind =>
  replaceAnswer(() => ({
    status,
    headers: { 'content-type': 'application/json', 'content-encoding': coding },
    body: encode(Buffer.from(JSON.stringify(body))),
  }));

const FIELDS = 'code message errorType statusCode details';
const WRITE = `mutation ($organizationId: ID!, $memberId: ID!, $name: String!) {
  updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: $name }) {
    ... on MutationError { ${FIELDS} }
  }
}`;
/** The details that a mutation returns of a refusal. */
const refused = async (kind: FaultKind, name = 'A') => {
  const undo = g.proxy.fail(kind);
  const { text } = await g.ask(WRITE, { ...g.members[0], name });
  undo();
  return JSON.parse(text).data.updateMember;
};

describe('T48: a refusal', () => {
  const scim = 'urn:ietf:params:scim:api:messages:2.0:Error';
  const forms: [string, object, string | null, string][] = [
    [
      'of OAuth',
      { error: 'invalid_request', error_description: 'The tenant is archived.' },
      'invalid_request',
      'The tenant is archived.',
    ],
    ['of OAuth without a description', { error: 'invalid_grant' }, 'invalid_grant', 'invalid_grant'],
    ['with a message alone', { message: 'The tenant is archived.' }, null, 'The tenant is archived.'],
    [
      'of problem details',
      { type: 'about:blank', title: 'Archived', detail: 'The tenant is archived.' },
      null,
      'The tenant is archived.',
    ],
    ['of problem details with a title alone', { title: 'Archived' }, null, 'Archived'],
    [
      'of SCIM',
      { schemas: [scim], status: '400', scimType: 'mutability', detail: 'Is read only.' },
      'mutability',
      'Is read only.',
    ],
    [
      'of Stytch',
      { error_type: 'member_archived', error_message: 'Archived.', error: 'x', message: 'y' },
      'member_archived',
      'Archived.',
    ],
  ];
  test.each(forms)('in the form %s is read, by 400, 401 and 403', async (_, body, errorType, message) => {
    for (const statusCode of [400, 401, 403]) {
      expect(await refused(refusing(statusCode, body))).toMatchObject({ errorType, message, statusCode });
    }
    const coded = await refused(refusing(400, body, gzipSync, 'gzip'));
    expect(coded).toMatchObject({ errorType, message, statusCode: 400 });
  });

  test('in another format with a 5xx status is not Stytch’s: the outcome of the write is unknown', async () => {
    for (const [, body] of forms.slice(0, -1)) {
      expect(await refused(refusing(500, body))).toMatchObject({ code: 'OUTCOME_UNKNOWN', errorType: null });
    }
  });

  test('in neither format is not accepted as a refusal', async () => {
    for (const body of [{}, { error: 'has spaces' }, { message: 7 }, { error_type: 7 }]) {
      expect(await refused(refusing(400, body))).toMatchObject({
        code: 'BAD_UPSTREAM_RESPONSE',
        message: 'The response does not have the form of the Stytch API.',
      });
    }
  });

  const error = { error_type: 'invalid_email_for_jit_provisioning', error_message: 'No.' };
  test('gives servers its details, without secrets', async () => {
    const { details } = await refused(
      refusing(400, {
        ...error,
        error_details: {
          allowed_domains: ['fernhill.example'],
          deep: [{ limit: 3, open: true, none: null }],
          session_token: 'canary-1',
          nested: { client_secret: ['canary-2'], note: 'Bearer canary-3 and secret-test-canary-4' },
        },
      }),
    );
    expect(details).toEqual({
      allowed_domains: ['fernhill.example'],
      deep: [{ limit: 3, open: true, none: null }],
      session_token: '[redacted]',
      nested: { client_secret: '[redacted]', note: '[redacted] and [redacted]' },
    });
  });

  test('has no details if they are missing or too large', async () => {
    let deep: object = { a: 1 };
    for (let level = 0; level < 50; level += 1) deep = { deep };
    for (const error_details of [null, 'text', ['a'], { long: 'x'.repeat(20_000) }]) {
      expect(await refused(refusing(400, { ...error, error_details }))).toMatchObject({ details: null });
    }
    expect(JSON.stringify(await refused(refusing(400, { ...error, error_details: deep })))).toContain('[redacted]');
  });

  test('gives members and visitors no details, and no error of a query has them', async () => {
    const details = { error_details: { allowed_domains: ['canary.example'] } };
    const undo = g.proxy.fail(refusing(400, { ...error, ...details }));
    const response = await fetch(`${g.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `mutation { authenticateMemberMagicLink(input: { token: "${'m'.repeat(43)}" }) {
          ... on MutationError { errorType details } } }`,
      }),
    });
    const text = await response.text();
    expect(text).toContain('"details":null');
    expect(text).not.toContain('canary');
    const { text: ofQuery } = await g.read();
    undo();
    expect(ofQuery).toContain('invalid_email_for_jit_provisioning');
    expect(ofQuery).not.toContain('canary');
  });
});
