import { setTimeout } from 'node:timers/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type EitherKind, startEitherKind } from './either-kind.ts';

const FAILURES = '/sandbox/failures';

/** What the socket says of a request that never got an answer of its own. */
const causeOf = async (request: Promise<Response>): Promise<string | undefined> => {
  try {
    await (await request).text();
    return undefined;
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause);
  }
};

describe.each(['b2b', 'consumer'] as const)('failures of a %s sandbox', (vertical) => {
  let kind: EitherKind;
  beforeAll(async () => {
    kind = await startEitherKind(vertical);
    return () => kind.sandbox.close();
  });
  afterEach(() => kind.sandbox.failures.clear());

  /** Puts a failure in force. */
  const fail = async (failure: object) => {
    const { status, body } = await kind.control('POST', FAILURES, failure);
    expect(status, JSON.stringify(body)).toBe(200);
    return body;
  };

  test('the next n calls of an operation answer an error, others do not', async () => {
    const { changing, reading, read, rename } = kind;
    await fail({ operation: reading, next: 2, fault: 'error', error_type: 'too_many_requests', retry_after: 3 });
    expect((await rename('Untouched')).status).toBe(200);
    for (let call = 0; call < 2; call += 1) {
      const response = await read();
      expect(response.status).toBe(429);
      expect(response.headers.get('retry-after')).toBe('3');
      expect(await response.json()).toEqual({
        status_code: 429,
        request_id: expect.stringMatching(/^request-id-test-/),
        error_type: 'too_many_requests',
        error_message: 'Too many requests have been made.',
        error_url: 'https://stytch.com/docs/api/errors/429#too_many_requests',
      });
    }
    expect((await read()).status).toBe(200);
    await fail({ operation: changing, fault: 'error', error_type: 'internal_server_error' });
    expect((await rename('Never')).status).toBe(500);
    expect(kind.held()).toBe('Untouched');
  });

  test.each([
    ['user_not_found', 404],
    ['invalid_public_key_credential', 400],
    ['unable_to_auth_magic_link', 401],
    ['attribute_mismatch', 401],
    ['session_authorization_error', 403],
    ['duplicate_email', 400],
  ])('%s is sent with %i, and a body of one’s own where that is given', async (error_type, status) => {
    await fail({ fault: 'error', error_type });
    expect((await kind.read()).status).toBe(status);
    const own = { error_message: 'Why.', error_url: 'https://stytch.com/docs', error_details: { a: [1] } };
    await fail({ fault: 'error', error_type, status_code: 418, ...own });
    const response = await kind.read();
    expect(response.status).toBe(418);
    expect(await response.json()).toMatchObject({ status_code: 418, error_type, ...own });
  });

  test('an error can come after the change was made', async () => {
    await fail({ fault: 'error', error_type: 'internal_server_error', when: 'after' });
    expect((await kind.rename('Made all the same')).status).toBe(500);
    expect(kind.held()).toBe('Made all the same');
  });

  test('an answer is late', async () => {
    await fail({ fault: 'delay', milliseconds: 300 });
    const began = performance.now();
    expect((await kind.read()).status).toBe(200);
    expect(performance.now() - began).toBeGreaterThan(290);
  });

  test.each([
    ['before', 'Kept'],
    ['after', 'Changed'],
  ] as const)('a call is never answered, %s the change', async (when, name) => {
    await kind.rename('Kept');
    await fail({ fault: 'no_answer', when });
    const request = kind.rename('Changed').then(
      () => 'answered',
      () => 'ended',
    );
    await expect.poll(() => kind.sandbox.failures.list().length).toBe(0);
    await expect.poll(() => kind.held()).toBe(name);
    expect(await Promise.race([request, setTimeout(200, 'silent')])).toBe('silent');
  });

  test.each([
    ['before', 'Kept'],
    ['after', 'Changed'],
  ] as const)('the connection is reset, %s the change', async (when, name) => {
    await kind.rename('Kept');
    await fail({ operation: kind.changing, fault: 'reset', when });
    expect(await causeOf(kind.rename('Changed'))).toBe('ECONNRESET');
    expect(kind.held()).toBe(name);
  });

  test('an answer ends in the middle, after the change', async () => {
    await fail({ fault: 'cut' });
    expect(await causeOf(kind.rename('Cut'))).toBe('UND_ERR_SOCKET');
    expect(kind.held()).toBe('Cut');
  });

  test('an answer is broken JSON, after the change', async () => {
    await fail({ fault: 'broken_json' });
    const response = await kind.rename('Broken');
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text.startsWith('{')).toBe(true);
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(kind.held()).toBe('Broken');
  });

  test('a share of the calls fails until it is cleared', async () => {
    await fail({ share: 0.5, fault: 'error', error_type: 'internal_server_error' });
    const statuses: number[] = [];
    for (let call = 0; call < 60; call += 1) statuses.push((await kind.read()).status);
    const failed = statuses.filter((status) => status === 500).length;
    expect([failed > 5, failed < 55, statuses.length - failed > 5]).toEqual([true, true, true]);
    expect(kind.sandbox.failures.list()).toMatchObject([{ share: 0.5, failed }]);
    expect(await kind.control('DELETE', FAILURES)).toEqual({ status: 200, body: { failures: [] } });
    expect((await kind.read()).status).toBe(200);
  });

  test('failures queue, are listed while they are in force, and leave control endpoints alone', async () => {
    const one = await fail({ next: 2, fault: 'error', error_type: 'user_not_found' });
    const other = await fail({ operation: kind.reading, fault: 'error', error_type: 'duplicate_email' });
    expect(one).toMatchObject({ id: expect.stringMatching(/^failure-/), next: 2, failed: 0 });
    expect(await kind.control('GET', FAILURES)).toEqual({ status: 200, body: { failures: [one, other] } });
    expect((await kind.read()).status).toBe(404);
    expect((await kind.control('GET', FAILURES)).body).toMatchObject({ failures: [{ next: 1, failed: 1 }, {}] });
    expect((await kind.read()).status).toBe(404);
    expect((await kind.control('GET', FAILURES)).body).toEqual({ failures: [other] });
    expect((await kind.control('GET', '/sandbox/world')).status).toBe(200);
    expect((await kind.read()).status).toBe(400);
    expect((await kind.read()).status).toBe(200);
  });

  test('the token endpoint fails under its own name', async () => {
    const path = `/v1/public/${kind.sandbox.projectId}/oauth2/token`;
    await fail({ operation: 'oauth2_token', fault: 'error', error_type: 'internal_server_error' });
    expect((await kind.read()).status).toBe(200);
    expect((await kind.send('POST', path, {})).status).toBe(500);
    expect((await kind.send('POST', path, {})).status).toBe(400);
  });

  test.each([
    [{}, /^fault: /],
    [{ fault: 'fire' }, /^fault: .*"fire"/],
    [{ fault: 'error' }, /^error_type: /],
    [{ fault: 'error', error_type: 'Not A Word' }, /^error_type: /],
    [{ fault: 'error', error_type: 'no_such_word_at_stytch' }, /^error_type: .*status_code/],
    [{ fault: 'error', error_type: 'user_not_found', status_code: 200 }, /^status_code: /],
    [{ fault: 'error', error_type: 'user_not_found', retry_after: -1 }, /^retry_after: /],
    [{ fault: 'reset', when: 'never' }, /^when: /],
    [{ fault: 'delay' }, /^milliseconds: /],
    [{ fault: 'delay', milliseconds: 'long' }, /^milliseconds: /],
    [{ fault: 'cut', next: 0 }, /^next: /],
    [{ fault: 'cut', next: 1.5 }, /^next: /],
    [{ fault: 'cut', share: 0 }, /^share: /],
    [{ fault: 'cut', share: 1.1 }, /^share: /],
    [{ fault: 'cut', next: 1, share: 0.5 }, /next or share/],
    [{ fault: 'cut', operation: 'api_nowhere' }, /^operation: .*api_nowhere/],
    [{ fault: 'cut', milliseconds: 5 }, /^milliseconds: /],
    ['[]', /JSON object/],
    ['{', /JSON object/],
  ])('%j is refused, and nothing is in force', async (sent, message) => {
    expect(await kind.control('POST', FAILURES, sent)).toMatchObject({
      status: 400,
      body: { error_message: expect.stringMatching(message) },
    });
    expect(kind.sandbox.failures.list()).toEqual([]);
  });

  test('an operation of the other kind of project is refused', async () => {
    const operation = vertical === 'b2b' ? 'api_user_v1_Get' : 'api_organization_v1_Get';
    expect((await kind.control('POST', FAILURES, { operation, fault: 'cut' })).status).toBe(400);
    expect(
      (await kind.control('POST', FAILURES, { operation: 'api_m2m_v1_m2m_clients_Get', fault: 'cut' })).status,
    ).toBe(200);
  });
});
