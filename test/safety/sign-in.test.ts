/** T11 to T14: sign-in by visitors: limits on attempts, and what responses expose. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { getNamedType, isInputObjectType } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { schema } from '../../schema/b2b/index.ts';
import { clientAddress } from '../../src/sign-in/client-address.ts';
import { isSignInField } from '../../src/sign-in/sign-in-attempt.ts';
import { createTries, defaultThrottleLimits } from '../../src/sign-in/throttle.ts';
import { operations } from '../../src/stytch/contract/operations.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from '../gateway.ts';
import { examples } from '../operations/index.ts';
import { seededMember } from '../operations/totp.ts';
import { volume } from '../volume.ts';

const mutations = Object.values(schema.getMutationType()?.getFields() ?? {});
const operationsOf = (field: (typeof mutations)[number]) => (field.extensions['operations'] ?? []) as string[];

const PASSWORD = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {
  authenticateMemberPassword(input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }) {
    __typename ... on MutationError { code message errorType statusCode retryAfter errorUrl requestId }
    ... on AuthenticateMemberPasswordPayload { outcome { ... on SignedIn { sessionToken } } }
  }
}`;
const MAIL = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!) {
  sendMemberMagicLink(input: { organizationId: $organizationId, emailAddress: $emailAddress }) {
    __typename ... on MutationError { code message errorType statusCode retryAfter errorUrl requestId }
    ... on SendMemberMagicLinkPayload { sent: requestId }
  }
}`;

interface Result {
  __typename: string;
  code?: string;
  retryAfter?: number | null;
  outcome?: { sessionToken?: string };
  [field: string]: unknown;
}

/** Sends a mutation as a visitor from a client address, which the one proxy before the gateway forwarded. */
async function from(
  g: SandboxGateway,
  address: string,
  query: string,
  variables: object,
  headers: Record<string, string> = {},
): Promise<Result> {
  const response = await g.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address, ...headers },
      body: JSON.stringify({ query, variables }),
    }),
  );
  const { data, errors } = (await response.json()) as { data?: Record<string, Result>; errors?: unknown };
  const [result] = Object.values(data ?? {});
  if (!result) throw new Error(`the mutation did not answer: ${JSON.stringify(errors)}`);
  return result;
}

/** The `n`th of many addresses. */
const ip = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

describe('T11: attempts are limited', () => {
  let g: SandboxGateway;
  let organizationId: string;
  const start = async (limits = defaultThrottleLimits) => {
    await g?.close();
    g = await gatewayOverSandbox({ trustProxy: 1, tries: createTries(limits, b2b) });
    organizationId = g.world.credentials.admin.organization_id;
  };
  const password = (address: string, emailAddress: string, password = 'wrong', headers = {}) =>
    from(g, address, PASSWORD, { organizationId, emailAddress, password }, headers);
  beforeEach(() => start());
  afterAll(() => g.close());

  const BATCHES = volume(10, 100);
  it(`${100 * BATCHES} attempts at one account, from as many addresses, call Stytch five times`, async () => {
    const organization = g.sandbox.store.organizations.get(organizationId);
    const forms = [
      organizationId,
      organization?.organization_slug,
      organization?.organization_external_id ?? organizationId,
    ];
    const names = ['benedikt@fernhill.example', 'BENEDIKT@fernhill.example'];
    const codes = new Map<string | undefined, number>();
    for (let batch = 0; batch < BATCHES; batch++) {
      const results = await Promise.all(
        Array.from({ length: 100 }, (_, n) =>
          from(g, ip(batch * 100 + n), PASSWORD, {
            organizationId: forms[n % forms.length],
            emailAddress: names[n % names.length],
            password: `guess ${batch} ${n}`,
          }),
        ),
      );
      for (const { code, retryAfter } of results) {
        codes.set(code, (codes.get(code) ?? 0) + 1);
        if (code === 'RATE_LIMITED') expect(retryAfter).toBeGreaterThan(0);
      }
    }
    const guesses = g.calls.filter(({ id }) => id === 'api_b2b_password_v1_Authenticate');
    // The slug and the external id are resolved once each, for counting.
    expect([guesses.length, g.calls.length]).toEqual([5, 7]);
    expect(Object.fromEntries(codes)).toEqual({ INVALID_CREDENTIALS: 5, RATE_LIMITED: 100 * BATCHES - 5 });
  }, 120_000);

  it('attempts at a hundred accounts from one address call Stytch thirty times, and do not affect other addresses', async () => {
    const results = await Promise.all(
      Array.from({ length: 100 }, (_, n) => password('192.0.2.1', `n${n}@fernhill.example`)),
    );
    expect(g.calls).toHaveLength(30);
    expect(results.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(70);
    expect(await password('192.0.2.2', 'other@fernhill.example')).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  });

  it('an IPv6 network counts as one address', async () => {
    await Promise.all(
      Array.from({ length: 100 }, (_, n) => password(`2001:db8:1:2::${n.toString(16)}`, `n${n}@fernhill.example`)),
    );
    expect(g.calls).toHaveLength(30);
  });

  it('successful attempts do not count', async () => {
    const right = 'rye needs a longer proof';
    for (let n = 0; n < 20; n++) {
      expect(await password('192.0.2.1', 'benedikt@fernhill.example', right)).toMatchObject({
        outcome: { sessionToken: expect.any(String) },
      });
    }
    for (let n = 0; n < 4; n++) await password('192.0.2.1', 'benedikt@fernhill.example');
    expect(await password('192.0.2.1', 'benedikt@fernhill.example', right)).toMatchObject({
      outcome: { sessionToken: expect.any(String) },
    });
  });

  it('the error is a result of the mutation, with the time to wait', async () => {
    for (let n = 0; n < 5; n++) await password(ip(n), 'a@fernhill.example');
    g.calls.length = 0;
    const refused = await password(ip(9), 'a@fernhill.example');
    expect(refused).toMatchObject({
      __typename: 'MutationError',
      code: 'RATE_LIMITED',
      errorType: null,
      requestId: null,
    });
    expect(refused.retryAfter).toBeGreaterThan(50);
    expect(refused.retryAfter).toBeLessThanOrEqual(60);
    expect(g.calls).toEqual([]);
  });

  it('six wrong passwords by address in an hour lock here, for known and unknown accounts alike, and none at Stytch', async () => {
    await start({ ...defaultThrottleLimits, perAccount: 1_000 });
    const answers = [];
    for (const emailAddress of ['benedikt@fernhill.example', 'nobody@fernhill.example']) {
      for (let n = 0; n < 6; n++) await password(ip(n), emailAddress);
      g.calls.length = 0;
      answers.push(await password(ip(99), emailAddress));
      expect(g.calls).toEqual([]);
    }
    const [known, unknown] = answers;
    expect(known).toMatchObject({ code: 'LOCKED' });
    expect(known?.retryAfter).toBeGreaterThan(3_500);
    expect({ ...unknown, retryAfter: 0 }).toEqual({ ...known, retryAfter: 0 });
    expect(seededMember(g, 'benedikt@fernhill.example').is_locked).toBe(false);
  });

  it('a lock set by Stytch is reported as such', async () => {
    const tries = { perAccount: 1_000, perAccountHour: 1_000, perAddress: 1_000 };
    await start(tries);
    for (let n = 0; n < 10; n++) await password(ip(n), 'benedikt@fernhill.example');
    expect(await password(ip(99), 'benedikt@fernhill.example', 'rye needs a longer proof')).toMatchObject({
      code: 'LOCKED',
      errorType: 'user_lock_limit_reached',
    });
  });

  it('servers are counted by account only', async () => {
    const authorization = 'Bearer sgk_sandbox_admin';
    await Promise.all(
      Array.from({ length: 60 }, (_, n) => password('192.0.2.1', `n${n}@fernhill.example`, 'x', { authorization })),
    );
    expect(g.calls).toHaveLength(60);
    for (let n = 0; n < 10; n++) await password('192.0.2.1', 'a@fernhill.example', 'x', { authorization });
    expect(g.calls).toHaveLength(65);
  });

  it('mails to one address are limited, although each would be sent', async () => {
    const results = [];
    for (let n = 0; n < 10; n++) {
      results.push(await from(g, ip(n), MAIL, { organizationId, emailAddress: 'benedikt@fernhill.example' }));
    }
    expect(results.filter(({ code }) => code === 'RATE_LIMITED')).toHaveLength(5);
    expect(g.calls).toHaveLength(5);
    // A counter of its own: mail that others request does not lock a member's password.
    expect(await password(ip(11), 'benedikt@fernhill.example', 'rye needs a longer proof')).toMatchObject({
      outcome: { sessionToken: expect.any(String) },
    });
  });

  it('a page may send its session in many concurrent requests; an invalid token is checked five times', async () => {
    const document = `mutation ($sessionToken: String!) { authenticateMemberSession(input: { session: { sessionToken: $sessionToken } }) {
      __typename ... on MutationError { code retryAfter } } }`;
    const show = (sessionToken: string) => from(g, '192.0.2.1', document, { sessionToken });
    const { session_token } = g.world.credentials.member;
    const shown = await Promise.all(Array.from({ length: 40 }, () => show(session_token)));
    expect(shown.filter(({ code }) => code)).toEqual([]);
    g.calls.length = 0;
    for (let n = 0; n < 10; n++) await show('dead'.repeat(10));
    expect(g.calls).toHaveLength(5);
    expect(await show(session_token)).not.toHaveProperty('code');
  });

  it('a forbidden or invalid request is rejected before it is counted', async () => {
    const document = `mutation ($m: ID!) { authenticateMemberTotp(input: { organizationId: "o", memberId: $m, code: "000000", credential: { sessionToken: "" } }) { __typename } }`;
    const m = 'member-test-00000000-0000-4000-8000-000000000000';
    for (let n = 0; n < 10; n++)
      expect((await g.query(document, { as: null, variables: { m } })).errors).toHaveLength(1);
    expect(g.calls).toEqual([]);
  });
});

describe('T11: the client address', () => {
  it.each<[string | undefined, string | null, number, string]>([
    ['192.0.2.1', null, 0, '192.0.2.1'],
    ['192.0.2.1', '198.51.100.7', 0, '192.0.2.1'],
    ['192.0.2.1', '198.51.100.7', 1, '198.51.100.7'],
    ['192.0.2.1', 'made up, 203.0.113.9, 198.51.100.7', 1, '198.51.100.7'],
    ['192.0.2.1', '203.0.113.9, 198.51.100.7', 2, '203.0.113.9'],
    ['192.0.2.1', '198.51.100.7', 2, '198.51.100.7'],
    ['192.0.2.1', null, 1, '192.0.2.1'],
    ['192.0.2.1', 'unknown', 1, '192.0.2.1'],
    ['192.0.2.1', '198.51.100.7:4711', 1, '198.51.100.7'],
    ['192.0.2.1', '[2001:db8::1]:4711', 1, '2001:db8:0:0'],
    ['::ffff:192.0.2.1', null, 0, '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', null, 0, '2001:db8:1:2'],
    ['2001:DB8:1:2::', null, 0, '2001:db8:1:2'],
    ['fe80::1%eth0', null, 0, 'fe80:0:0:0'],
    [undefined, null, 0, 'unknown'],
    [undefined, '198.51.100.7', 0, 'unknown'],
  ])('%s, forwarded %s, behind %i: %s', (socket, forwarded, hops, address) => {
    expect(clientAddress(socket, forwarded, hops)).toBe(address);
  });

  it('is that of the socket, whatever the headers, unless an operator configures a proxy', async () => {
    const g = await gatewayOverSandbox();
    const server = g.gateway.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const organizationId = g.world.credentials.admin.organization_id;
    for (let n = 0; n < 50; n++) {
      const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': ip(n),
          forwarded: `for=${ip(n)}`,
          'x-real-ip': ip(n),
        },
        body: JSON.stringify({
          query: PASSWORD,
          variables: { organizationId, emailAddress: `n${n}@fernhill.example`, password: 'wrong' },
        }),
      });
      expect(response.status).toBe(200);
    }
    expect(g.calls).toHaveLength(30);
    server.close();
    server.closeAllConnections();
    await g.close();
  });
});

describe('T12: no response exposes whether an address is known', () => {
  let g: SandboxGateway;
  beforeAll(async () => {
    g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
  });
  afterAll(() => g.close());

  /** A response without values that differ from call to call. */
  const shape = (result: Result) => ({ ...result, requestId: typeof result['requestId'], sent: typeof result['sent'] });
  const input = '$organizationId: ID!, $emailAddress: EmailAddress!';
  const REFUSED = '... on MutationError { code message errorType statusCode retryAfter errorUrl requestId }';
  const ways: readonly [string, string][] = [
    ['a password', PASSWORD],
    ['a magic link', MAIL],
    [
      'a passcode that is wrong',
      `mutation (${input}) { authenticateMemberEmailPasscode(input: { organizationId: $organizationId, emailAddress: $emailAddress, code: "314159" }) { __typename ${REFUSED} } }`,
    ],
    [
      'a passcode by mail',
      `mutation (${input}) { sendMemberEmailPasscode(input: { organizationId: $organizationId, emailAddress: $emailAddress }) { __typename ${REFUSED} ... on SendMemberEmailPasscodePayload { sent: requestId } } }`,
    ],
    [
      'a reset of a password',
      `mutation (${input}) { startMemberPasswordReset(input: { organizationId: $organizationId, emailAddress: $emailAddress }) { __typename ${REFUSED} ... on StartMemberPasswordResetPayload { sent: requestId } } }`,
    ],
    [
      'a reset by the password there is',
      `mutation (${input}) { resetMemberPasswordByExistingPassword(input: { organizationId: $organizationId, emailAddress: $emailAddress, existingPassword: "wrong", newPassword: "eleven wet umbrellas in the hall" }) { __typename ${REFUSED} } }`,
    ],
    [
      'discovery by password',
      `mutation ($emailAddress: EmailAddress!) { authenticateDiscoveryPassword(input: { emailAddress: $emailAddress, password: "wrong" }) { __typename ${REFUSED} } }`,
    ],
    [
      'discovery by passcode',
      `mutation ($emailAddress: EmailAddress!) { authenticateDiscoveryEmailPasscode(input: { emailAddress: $emailAddress, code: "314159" }) { __typename ${REFUSED} } }`,
    ],
    [
      'discovery by mail',
      `mutation ($emailAddress: EmailAddress!) { sendDiscoveryMagicLink(input: { emailAddress: $emailAddress }) { __typename ${REFUSED} ... on SendDiscoveryMagicLinkPayload { sent: requestId } } }`,
    ],
    [
      'discovery, a reset',
      `mutation ($emailAddress: EmailAddress!) { startDiscoveryPasswordReset(input: { emailAddress: $emailAddress }) { __typename ${REFUSED} ... on StartDiscoveryPasswordResetPayload { sent: requestId } } }`,
    ],
  ];

  const PAIRS = volume(60, 200);
  it(`in ${PAIRS} pairs of a known and an unknown address`, async () => {
    const members = [...g.sandbox.store.members.values()].filter(({ is_locked }) => !is_locked);
    const unlike: string[] = [];
    for (let pair = 0; pair < PAIRS; pair++) {
      const [way, document] = ways[pair % ways.length] ?? ['', ''];
      const member = members[Math.floor(pair / ways.length) % members.length];
      if (!member) throw new Error('the sandbox has no members');
      const { organization_id: organizationId, email_address } = member;
      const known = await from(g, '192.0.2.1', document, {
        organizationId,
        emailAddress: email_address,
        password: 'wrong',
      });
      const emailAddress = `nobody-${pair}@${email_address.split('@')[1]}`;
      const unknown = await from(g, '192.0.2.1', document, { organizationId, emailAddress, password: 'wrong' });
      if (JSON.stringify(shape(known)) !== JSON.stringify(shape(unknown))) {
        unlike.push(`${way} ${email_address}: ${JSON.stringify(shape(known))} / ${JSON.stringify(shape(unknown))}`);
      }
    }
    expect(unlike).toEqual([]);
  }, 60_000);
});

describe('T13: the caller is identified by one header only', () => {
  let g: SandboxGateway;
  beforeAll(async () => {
    g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
  });
  beforeEach(() => {
    g.calls.length = 0;
  });
  afterAll(() => g.close());

  const VIEWER = '{ viewer { __typename } }';

  it('cookies are ignored, and none is set', async () => {
    const { session_token, session_jwt } = g.world.credentials.admin;
    const ask = (cookie?: string) =>
      g.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', ...(cookie ? { cookie } : {}) },
          body: JSON.stringify({ query: VIEWER }),
        }),
      );
    const without = await (await ask()).text();
    const response = await ask(
      `stytch_session=${session_token}; stytch_session_jwt=${session_jwt}; authorization=Bearer ${session_jwt}`,
    );
    expect(await response.text()).toBe(without);
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(g.calls).toEqual([]);
  });

  it('so are Stytch’s own headers, and a token in the URL', async () => {
    const { session_token, session_jwt } = g.world.credentials.admin;
    const response = await g.fetch(
      new Request(
        `http://gateway.test/graphql?session_token=${session_token}&access_token=${session_jwt}&api_key=sgk_sandbox_admin`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-stytch-member-session': session_token,
            'x-stytch-member-sessionjwt': session_jwt,
            'proxy-authorization': `Bearer ${session_jwt}`,
          },
          body: JSON.stringify({ query: '{ organizations(first: 1) { totalCount } }' }),
        },
      ),
    );
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(g.calls).toEqual([]);
  });

  it('two authorization headers are one invalid header', async () => {
    const { admin, member } = g.world.credentials;
    const { errors } = await g.query(VIEWER, { as: { token: `${admin.session_jwt}, Bearer ${member.session_jwt}` } });
    expect(errors[0]?.extensions.code).toBe('UNAUTHENTICATED');
    expect(g.calls).toEqual([]);
  });

  const signing = new Set<string>(
    mutations
      .filter(isSignInField)
      .flatMap((field) => operationsOf(field).map((key) => operations[key as keyof typeof operations].id)),
  );
  const shown = examples.filter(({ id }) => signing.has(id));

  it('covers more than twelve examples', () => expect(shown.length).toBeGreaterThan(12));

  it.each(shown.map((example) => [example.id, example] as const))(
    '%s: the proof decides, not the session in the header',
    async (id, { document, variables }) => {
      const fresh = await gatewayOverSandbox({ tries: unlimitedThrottle() });
      const given = await variables?.(fresh);
      fresh.calls.length = 0;
      const { session_token, session_jwt } = fresh.world.credentials.admin;
      const { errors } = await fresh.query(document, { variables: given ?? {}, as: 'admin' });
      expect(errors).toEqual([]);
      const call = fresh.calls.find((candidate) => candidate.id === id);
      expect(call?.status).toBe(200);
      expect(Object.keys(call?.headers ?? {}).filter((name) => /session/i.test(name))).toEqual([]);
      const unasked = [session_token, session_jwt].filter((token) => !JSON.stringify(given ?? {}).includes(token));
      for (const token of unasked) expect(JSON.stringify([call?.headers, call?.body])).not.toContain(token);
      await fresh.close();
    },
  );
});

describe('T14: redirect URLs', () => {
  let g: SandboxGateway;
  beforeAll(async () => {
    g = await gatewayOverSandbox({ tries: unlimitedThrottle() });
  });
  beforeEach(() => {
    g.calls.length = 0;
  });
  afterAll(() => g.close());

  it('are passed to Stytch unchanged, without values of the gateway', async () => {
    let visits = 0;
    const { createServer } = await import('node:http');
    const elsewhere = createServer((_, response) => {
      visits += 1;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const url = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/callback?next=//evil.example`;
    const fields = mutations.flatMap((field) => {
      const input = getNamedType(field.args[0]?.type ?? field.type);
      if (!isInputObjectType(input) || field.extensions['access'] !== 'anyone') return [];
      const names = Object.values(input.getFields()).filter(({ type }) => getNamedType(type).name === 'URL');
      return names.map(({ name }) => ({ field: field.name, input, name }));
    });
    expect(fields.length).toBeGreaterThan(5);
    const organizationId = g.world.credentials.admin.organization_id;
    for (const { field, input, name } of fields) {
      g.calls.length = 0;
      const given = {
        ...('organizationId' in input.getFields() ? { organizationId } : {}),
        emailAddress: 'benedikt@fernhill.example',
        [name]: url,
      };
      await g.query(`mutation ($input: ${input.name}!) { ${field}(input: $input) { __typename } }`, {
        variables: { input: given },
        as: null,
      });
      expect(g.calls, `${field}.${name}`).toHaveLength(1);
      expect(Object.values(g.calls[0]?.body ?? {}), `${field}.${name}`).toContain(url);
    }
    expect(visits).toBe(0);
    elsewhere.close();
  });

  it('that are invalid are rejected by the gateway', async () => {
    for (const loginRedirectUrl of [
      '//evil.example',
      'evil.example',
      '/callback',
      'https://',
      'https://e vil.example',
    ]) {
      const data = await g.data(
        'mutation ($input: SendMemberMagicLinkInput!) { sendMemberMagicLink(input: $input) { ... on Error { code path } } }',
        {
          variables: { input: { organizationId: 'o', emailAddress: 'a@b.example', loginRedirectUrl } },
          as: null,
        },
      );
      const refused = { code: 'INVALID_INPUT', path: ['loginRedirectUrl'] };
      expect(data, loginRedirectUrl).toEqual({ sendMemberMagicLink: refused });
    }
    expect(g.calls).toEqual([]);
  });
});
