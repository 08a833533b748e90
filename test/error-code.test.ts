import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorCode, errorCodes, knownErrorTypes } from '../src/stytch/error-code.ts';

// The documented error types of Stytch with the code of each, apart from the table, so that a lost or moved one is
// noticed.
const codes = new Map(
  readFileSync(new URL('./error-types.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line): [string, string] => {
      const [errorType = '', code = ''] = line.split(' ');
      return [errorType, code];
    }),
);
const documented = [...codes.keys()];

describe('error types', () => {
  test('each documented one stands in exactly one group, and nothing else does', () => {
    expect(documented).toHaveLength(804);
    expect([...knownErrorTypes].sort()).toEqual([...documented].sort());
  });

  test.each([...codes])('%s is %s, whatever the status', (errorType, code) => {
    for (const status of [400, 401, 404, 418, 429, 503]) expect(errorCode(errorType, status)).toBe(code);
  });

  test.each<[number, ErrorCode]>([
    [302, 'BAD_UPSTREAM_RESPONSE'],
    [400, 'INVALID_INPUT'],
    [401, 'UNAUTHENTICATED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
    [409, 'CONFLICT'],
    [422, 'INVALID_INPUT'],
    [429, 'RATE_LIMITED'],
    [500, 'UPSTREAM_ERROR'],
    [502, 'UPSTREAM_ERROR'],
    [503, 'UPSTREAM_UNAVAILABLE'],
  ])('an unknown one is read by its status: %i is %s', (statusCode, code) => {
    for (const unknown of ['invented_tomorrow', '', 'constructor']) expect(errorCode(unknown, statusCode)).toBe(code);
  });
});

test('each code is described in one sentence', () => {
  for (const description of Object.values(errorCodes)) expect(description).toMatch(/^[A-Z`][^.]*\.$/);
});
