import { describe, expect, it } from 'vitest';
import type { UpstreamFailure } from '../../../src/stytch/client/request-attempt.ts';
import { restOperation } from '../../../src/stytch/contract/operation.ts';
import { StytchError } from '../../../src/stytch/error.ts';
import { createPauses, type Pausable } from '../../../src/stytch/resilience/pauses.ts';
import { parseRetryAfter } from '../../../src/stytch/resilience/retry-after.ts';
import { subjectOf } from '../../../src/stytch/resilience/subject.ts';

const operation = restOperation('get', '/v1/b2b/organizations/{organization_id}/member');
const encode = (input: Record<string, unknown>) => subjectOf(operation, operation.encode(input));
const limited: UpstreamFailure = {
  ok: false,
  error: new StytchError({ code: 'RATE_LIMITED', message: 'slow down', statusCode: 429 }),
  retryRead: true,
  retryWrite: true,
  faulty: false,
  after: 1_800_000,
};

describe('subjectOf', () => {
  it('reads path, query and body, and leaves no value in the clear', () => {
    const one = encode({ organizationId: 'a', memberId: 'm' });
    expect(encode({ organizationId: 'b', memberId: 'm' }).key).not.toBe(one.key);
    expect(encode({ organizationId: 'a', memberId: 'n' }).key).not.toBe(one.key);
    expect(encode({ organizationId: 'a', emailAddress: 'm' }).key).not.toBe(one.key);
    expect(JSON.stringify(encode({ organizationId: 'canary', memberId: 'canary' }))).not.toContain('canary');
    const search = restOperation('post', '/v1/b2b/organizations/members/search');
    const searched = (organizationIds: string[], limit: number) =>
      subjectOf(search, search.encode({ organizationIds, limit }));
    expect(searched(['a'], 1)).toEqual(searched(['a'], 2));
    expect(searched(['a'], 1)).not.toEqual(searched(['b'], 1));
  });

  it('names a person without the organization, which has three names', () => {
    const names = ['id', 'slug', 'external'].map((organizationId) => encode({ organizationId, memberId: 'M' }).name);
    expect(new Set([...names, encode({ organizationId: 'id', memberId: ' m' }).name]).size).toBe(1);
    expect(encode({ organizationId: 'id' }).name).not.toBe(encode({ organizationId: 'slug' }).name);
  });
});

describe('pauses', () => {
  it('holds 10,000 subjects at most, and drops the oldest', () => {
    const pauses = createPauses({ now: () => 0 });
    const request = (nth: number): Pausable => {
      const key = `key ${nth}`;
      return { operation, subject: { key, name: 'one' }, sentAt: 0 };
    };
    for (let nth = 0; nth <= 10_000; nth += 1) {
      pauses.begin(request(nth));
      pauses.end(request(nth), limited);
    }
    expect(pauses.find(request(0))).toBeUndefined();
    expect(pauses.find(request(1))).toBeDefined();
    expect(pauses.find(request(10_000))).toBeDefined();
  });

  it('lets the next request try if the probe got no response', () => {
    let clock = 0;
    const pauses = createPauses({ now: () => clock });
    const subject = { key: 'key', name: 'name' };
    const request = (): Pausable => ({ operation, subject, sentAt: 0 });
    const first = request();
    pauses.begin(first);
    pauses.end(first, limited);
    clock = 1_800_000;
    const probe = request();
    expect(pauses.find(probe)).toBeUndefined();
    pauses.begin(probe);
    expect(pauses.find(request())).toBeDefined();
    const error = new StytchError({ code: 'TIMEOUT', message: 'no response' });
    pauses.end(probe, { ...limited, error, after: undefined });
    expect(pauses.find(request())).toBeUndefined();
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-11-29T12:00:00Z');
  it.each([
    ['0', 0],
    [' 120 ', 120],
    ['86400', 86_400],
    ['999999999999', 2_592_000],
    ['Sun, 29 Nov 2026 12:00:30 GMT', 30],
    ['Sunday, 29-Nov-26 12:00:30 GMT', 30],
    ['Sun, 29 Nov 2026 11:00:00 GMT', 0],
    ['Sat, 29 Nov 2036 12:00:00 GMT', 2_592_000],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['Sun', undefined],
  ])('reads %j as %j', (header, seconds) => {
    expect(parseRetryAfter(header, now)).toBe(seconds);
  });

  it('reads no header, and no repeated one', () => {
    expect(parseRetryAfter(undefined, now)).toBeUndefined();
    expect(parseRetryAfter(['1', '2'], now)).toBeUndefined();
  });
});
