/** A member sets a password, is locked out by an attacker's guesses, and signs in again by mail. */
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from '../gateway.ts';
import { outcomeOf } from '../mutation.ts';
import { outbox } from './story.ts';

let g: SandboxGateway;
beforeAll(async () => {
  // Only the date is faked: a minute passes without waiting.
  vi.useFakeTimers({ toFake: ['Date'] });
  g = await gatewayOverSandbox();
});
afterAll(async () => {
  await g.close();
  vi.useRealTimers();
});

const SIGNED_IN = `fragment SignedIn on SignIn { outcome { ... on SignedIn { sessionToken } } member { memberId name passwordId } }`;
const REFUSED = '... on MutationError { code errorType }';

const JUDGE = `mutation ($password: String!, $emailAddress: EmailAddress!) {
  checkPasswordStrength(input: { password: $password, emailAddress: $emailAddress }) {
    ... on CheckPasswordStrengthPayload { validPassword breachedPassword zxcvbnFeedback { warning suggestions } } ${REFUSED}
  }
}`;
const FORGOT = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!) {
  startMemberPasswordReset(input: { organizationId: $organizationId, emailAddress: $emailAddress, resetPasswordRedirectUrl: "https://crumb.example/password" }) {
    ... on StartMemberPasswordResetPayload { requestId } ${REFUSED}
  }
}`;
const RESET = `mutation ($token: String!, $password: String!) {
  resetMemberPassword(input: { passwordResetToken: $token, password: $password }) { ...SignedIn ${REFUSED} }
} ${SIGNED_IN}`;
const SIGN_IN = `mutation ($organizationId: ID!, $emailAddress: EmailAddress!, $password: String!) {
  authenticateMemberPassword(input: { organizationId: $organizationId, emailAddress: $emailAddress, password: $password }) { ...SignedIn ${REFUSED} }
} ${SIGNED_IN}`;
const LOOK = `query ($organizationId: ID!, $emailAddress: EmailAddress!) {
  member(organizationId: $organizationId, by: { emailAddress: $emailAddress }) { memberId isLocked signInLockedUntil }
}`;
const UNLOCK = `mutation ($organizationId: ID!, $memberId: ID!) {
  unlockMemberSignIn(input: { organizationId: $organizationId, memberId: $memberId }) {
    ... on UnlockMemberSignInPayload { member { signInLockedUntil } } ${REFUSED}
  }
}`;

it('password: set, locked after wrong guesses, and reset by email', async () => {
  const esperanza = { organizationId: 'fernhill-bakery', emailAddress: 'esperanza@fernhill.example' };
  const visit = async (document: string, variables: object) => {
    const data = await g.data<Record<string, Record<string, unknown>>>(document, {
      as: null,
      variables: { ...variables },
    });
    return Object.values(data)[0] ?? {};
  };
  const signIn = (password: string) => visit(SIGN_IN, { ...esperanza, password });
  /** The token of the link in her mailbox. */
  const token = async () => {
    const [mail] = await outbox(g);
    expect(mail).toMatchObject({ channel: 'email', to: esperanza.emailAddress });
    const link = new URL(String(mail?.['link']));
    expect(link.origin + link.pathname).toBe('https://crumb.example/password');
    return link.searchParams.get('token') ?? '';
  };

  // She has no password yet. The page checks the strength of the new one.
  const { emailAddress } = esperanza;
  const weak = await visit(JUDGE, { password: 'esperanza1', emailAddress });
  expect(weak).toMatchObject({ validPassword: false, zxcvbnFeedback: { suggestions: [expect.any(String)] } });
  const first = 'nine quiet kettles on a hill';
  expect(await visit(JUDGE, { password: first, emailAddress })).toMatchObject({ validPassword: true });

  expect(await visit(FORGOT, esperanza)).toEqual({ requestId: expect.any(String) });
  const link = await token();
  expect(await visit(RESET, { token: link, password: 'esperanza1' })).toMatchObject({ code: 'INVALID_INPUT' });
  const set = await visit(RESET, { token: link, password: first });
  expect(set).toMatchObject({
    outcome: { sessionToken: expect.any(String) },
    member: { name: 'Esperanza Vidal', passwordId: expect.any(String) },
  });
  expect(await visit(RESET, { token: link, password: first })).toMatchObject({ code: 'INVALID_CREDENTIALS' });

  // The new password signs her in.
  expect(await signIn(first)).toMatchObject({ outcome: { sessionToken: expect.any(String) } });

  // An attacker guesses five times per minute, six times per hour. Then even the right password is rejected.
  const minute = () => vi.setSystemTime(Date.now() + 61_000);
  const guess = async (n: number) => expect(await signIn(`guess ${n}`)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  for (let n = 1; n <= 5; n++) await guess(n);
  expect(await signIn(first)).toMatchObject({ code: 'RATE_LIMITED' });
  minute();
  await guess(6);
  expect(await signIn(first)).toMatchObject({ code: 'LOCKED', errorType: null });

  // The admin sees when the lock expires. It is not Stytch's lock, which would block every factor.
  const organizationId = g.world.credentials.admin.organization_id;
  const admin = { token: g.world.credentials.admin.session_token };
  const look = async () => {
    const variables = { ...esperanza, organizationId };
    const { member } = await g.data<{ member: Record<string, unknown> }>(LOOK, { as: admin, variables });
    return member;
  };
  const seen = await look();
  expect(seen).toMatchObject({ isLocked: false, signInLockedUntil: expect.any(String) });
  const memberId = seen['memberId'];
  expect(await g.data(UNLOCK, { as: admin, variables: { organizationId, memberId } })).toEqual({
    unlockMemberSignIn: { member: { signInLockedUntil: null } },
  });
  minute();
  expect(await signIn(first)).toMatchObject({ outcome: { sessionToken: expect.any(String) } });

  // The attacker guesses again. A reset by mail stays possible, and lifts the lock.
  for (let n = 1; n <= 5; n++) await guess(n);
  minute();
  await guess(6);
  expect(await signIn(first)).toMatchObject({ code: 'LOCKED' });
  await visit(FORGOT, esperanza);
  expect(await visit(RESET, { token: await token(), password: first })).toMatchObject({
    outcome: { sessionToken: expect.any(String) },
  });
  expect(await look()).toMatchObject({ signInLockedUntil: null });
  minute();
  expect(await signIn(first)).toMatchObject({ outcome: { sessionToken: expect.any(String) } });

  // She sets another password, and the old one is invalid.
  const before = await signIn(first);
  await visit(FORGOT, esperanza);
  const second = 'the moss grows on the north side';
  expect(await visit(RESET, { token: await token(), password: second })).toMatchObject({
    outcome: { sessionToken: expect.any(String) },
  });
  expect(await signIn(first)).toMatchObject({ code: 'INVALID_CREDENTIALS' });
  expect(await signIn(second)).toMatchObject({ outcome: { sessionToken: expect.any(String) } });
  const gone = await g.query('{ viewer { kind } }', { as: { token: outcomeOf(before).sessionToken } });
  expect(gone.errors[0]?.extensions.code).toBe('UNAUTHENTICATED');

  // A reset for an unknown address gets the same response, and no mail is sent.
  const mails = (await outbox(g)).length;
  expect(await visit(FORGOT, { ...esperanza, emailAddress: 'nobody@fernhill.example' })).toEqual({
    requestId: expect.any(String),
  });
  expect(await outbox(g)).toHaveLength(mails);
});
