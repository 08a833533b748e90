import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type ErrorCode, errorCode, errorCodes, knownErrorTypes } from '../src/stytch/error-code.ts';

// The words Stytch documents, kept apart from the table so that neither can lose one unnoticed.
const documented = readFileSync(new URL('./error-types.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

describe('error types', () => {
  test('each documented one stands in exactly one group, and nothing else does', () => {
    expect(documented).toHaveLength(804);
    expect([...knownErrorTypes].sort()).toEqual([...documented].sort());
  });

  test('a known one decides, whatever the status', () => {
    for (const errorType of documented) expect(errorCode(errorType, 418)).toBe(errorCode(errorType, 503));
  });

  test.each<[string, number, ErrorCode]>([
    ['member_not_found', 404, 'NOT_FOUND'],
    ['invalid_organization_slug', 400, 'INVALID_INPUT'],
    ['member_search_missing_filter_value', 400, 'INVALID_INPUT'],
    ['weak_password', 400, 'INVALID_INPUT'],
    ['duplicate_member_email', 400, 'CONFLICT'],
    ['connected_app_already_rotating_secret', 400, 'CONFLICT'],
    ['connected_app_not_rotating_secret', 400, 'PRECONDITION_FAILED'],
    ['too_many_roles', 400, 'CONFLICT'],
    ['session_authorization_error', 403, 'FORBIDDEN'],
    ['session_not_found', 404, 'UNAUTHENTICATED'],
    ['intermediate_session_not_found', 404, 'INVALID_CREDENTIALS'],
    ['magic_link_not_found', 404, 'INVALID_CREDENTIALS'],
    ['unable_to_authenticate_recovery_code', 401, 'INVALID_CREDENTIALS'],
    ['insufficient_factors', 401, 'PRECONDITION_FAILED'],
    ['captcha_failed', 429, 'PRECONDITION_FAILED'],
    ['user_lock_limit_reached', 429, 'LOCKED'],
    ['too_many_requests', 429, 'RATE_LIMITED'],
    ['unauthorized_credentials', 401, 'NOT_CONFIGURED'],
    ['invalid_b2b_endpoint', 400, 'NOT_CONFIGURED'],
    ['route_not_found', 404, 'NOT_CONFIGURED'],
    ['server_unavailable', 503, 'UPSTREAM_UNAVAILABLE'],
    ['internal_server_error', 500, 'UPSTREAM_ERROR'],
  ])('%s (%i) is %s', (errorType, statusCode, code) => {
    expect(errorCode(errorType, statusCode)).toBe(code);
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
