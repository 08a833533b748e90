import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { mintM2mToken, readToken } from '../../src/sandbox/tokens.ts';
import { type EitherKind, startEitherKind } from './either-kind.ts';

const CLOCK = '/sandbox/clock';
const HOUR = 3_600;

/** Path and property of the check of a session. */
const checks = { b2b: '/v1/b2b/sessions/authenticate', consumer: '/v1/sessions/authenticate' } as const;

describe.each(['b2b', 'consumer'] as const)('the clock of a %s sandbox', (vertical) => {
  let kind: EitherKind;
  beforeEach(async () => {
    kind = await startEitherKind(vertical);
  });
  afterEach(() => kind.sandbox.close());

  const turn = (body: unknown) => kind.control('POST', CLOCK, body);
  const check = async (shown: object) => (await kind.send('POST', checks[vertical], shown)).status;

  /** The session of somebody of the world. */
  const session = async () => {
    const { credentials } = await kind.sandbox.world();
    const { session_token } = 'ada' in credentials ? credentials.ada : credentials.member;
    return session_token;
  };

  test('goes by the machine’s until it is turned', async () => {
    const { status, body } = await kind.control('GET', CLOCK);
    expect(status).toBe(200);
    expect(body).toEqual({ now: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), ahead_seconds: 0 });
    expect(Math.abs(kind.sandbox.clock.now().getTime() - Date.now())).toBeLessThan(5_000);
  });

  test('turned by seconds, ends sessions; turned again, adds up', async () => {
    const session_token = await session();
    expect((await turn({ seconds: HOUR })).body).toMatchObject({ ahead_seconds: HOUR });
    expect(await check({ session_token })).toBe(200);
    expect((await turn({ seconds: 24 * HOUR })).body).toMatchObject({ ahead_seconds: 25 * HOUR });
    expect(await check({ session_token })).toBe(404);
  });

  test('turned to a moment, ends sessions and tokens, and a new token is of that time', async () => {
    const session_token = await session();
    const { store } = kind.sandbox;
    const token = await mintM2mToken(store, 'm2m-client-test-1', ['read:documents']);
    await readToken(store, token);
    const { status, body } = await turn({ to: '2099-07-01T12:00:00Z' });
    expect([status, body]).toMatchObject([200, { now: expect.stringMatching(/^2099-07-01T12:00:0\dZ$/) }]);
    expect(await check({ session_token })).toBe(404);
    await expect(readToken(store, token)).rejects.toMatchObject({ type: 'jwt_invalid_claims' });
    const { iat } = await readToken(store, await mintM2mToken(store, 'm2m-client-test-1', []));
    expect(new Date((iat ?? 0) * 1_000).getUTCFullYear()).toBe(2099);
    const { credentials } = await kind.sandbox.world();
    const { session_jwt } = 'ada' in credentials ? credentials.ada : credentials.member;
    expect(await check({ session_jwt })).toBe(200);
  });

  test.each([
    [{}, 'Send seconds or to'],
    [{ seconds: 1, to: '2099-07-01T12:00:00Z' }, 'Send seconds or to'],
    [{ seconds: '60' }, 'seconds is a number'],
    [{ seconds: -1 }, 'seconds: the clock goes forward only'],
    [{ seconds: 1e15 }, 'year 9998'],
    [{ to: '2001-01-01T00:00:00Z' }, 'to: the clock goes forward only'],
    [{ to: 'tomorrow' }, 'to is a moment'],
    [{ to: '2099-13-01T00:00:00Z' }, 'to is a moment'],
    [{ minutes: 5 }, 'minutes is not known'],
    ['[]', 'JSON object'],
  ])('%j is refused, and the clock stands', async (sent, message) => {
    expect(await turn(sent)).toMatchObject({
      status: 400,
      body: { error_type: expect.any(String), error_message: expect.stringContaining(message) },
    });
    expect(kind.sandbox.clock.aheadSeconds()).toBe(0);
  });
});
