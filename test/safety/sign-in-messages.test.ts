/** T11: each message is counted, by its receiver and by the member who has it sent. */
import { describe, expect, it } from 'vitest';
import type { SignInAttempt } from '../../src/sign-in/sign-in-attempt.ts';
import { createTries, defaultThrottleLimits, type SignInThrottle } from '../../src/sign-in/throttle.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { gatewayOverSandbox, SERVER_KEY } from '../gateway.ts';
import { examples } from '../operations/index.ts';
import { seededMember } from '../operations/totp.ts';
import { closeDoors, type Door, openDoor } from './visitor.ts';

closeDoors();

const sentTo = (door: Door, to: string) => door.sandbox.store.outbox.filter((message) => message.to === to).length;

describe('every operation of the sandbox', () => {
  it.each(examples)('$id: adds only counted messages to the outbox', async ({ document, variables, as }) => {
    const counted: SignInAttempt[] = [];
    const tries = createTries(defaultThrottleLimits, b2b);
    const recorded: SignInThrottle = {
      ...tries,
      make(attempt, origin, act) {
        counted.push(attempt);
        return tries.make(attempt, origin, act);
      },
    };
    const g = await gatewayOverSandbox({ tries: recorded });
    const given = (await variables?.(g)) ?? {};
    counted.length = 0;
    const before = g.sandbox.store.outbox.length;
    await g.data(document, { variables: given, ...(as === undefined ? {} : { as }) });
    const sent = g.sandbox.store.outbox.slice(0, g.sandbox.store.outbox.length - before);
    const messages = counted.filter(({ kind }) => kind === 'message');
    expect(messages).toHaveLength(sent.length);
    for (const { to, member_id } of sent) {
      const names = messages.flatMap(({ accounts }) => accounts.map(({ name }) => name));
      expect([to, member_id].some((name) => name !== undefined && names.includes(name))).toBe(true);
    }
    await g.close();
  });
});

describe('a member who changes their address', () => {
  const update = (door: Door, n: number, emailAddress: string) => {
    const {
      organization_id: organizationId,
      member_id: memberId,
      session_token: token,
    } = door.world.credentials.member;
    const organization = n % 2 ? organizationId : 'fernhill-bakery';
    return door.knock('startMemberEmailUpdate', { organizationId: organization, memberId, emailAddress }, { token });
  };

  it('sends five mails a minute to one stranger', async () => {
    const door = await openDoor();
    for (let n = 0; n < 12; n++) await update(door, n, 'target@elsewhere.example');
    expect(sentTo(door, 'target@elsewhere.example')).toBe(5);
  });

  it('sends five mails a minute to many strangers', async () => {
    const door = await openDoor();
    const before = door.sandbox.store.outbox.length;
    for (let n = 0; n < 12; n++) await update(door, n, `target-${n}@elsewhere.example`);
    expect(door.sandbox.store.outbox.length - before).toBe(5);
  });
});

describe('invitations', () => {
  const invite = (door: Door, emailAddress: string, token: string, address?: string) =>
    door.knock(
      'inviteMember',
      { organizationId: door.world.credentials.admin.organization_id, emailAddress },
      { token, ...(address === undefined ? {} : { address }) },
    );

  it.each(['an administrator', 'a server'])('of %s: five a minute to one receiver', async (who) => {
    const door = await openDoor();
    const token = who === 'a server' ? SERVER_KEY : door.world.credentials.admin.session_token;
    for (let n = 0; n < 8; n++) await invite(door, n % 2 ? 'new@fernhill.example' : 'NEW@fernhill.example', token);
    expect(sentTo(door, 'new@fernhill.example')).toBe(5);
  });

  it('of one administrator: thirty a minute, from any client address; of a server without limit', async () => {
    const door = await openDoor();
    const before = door.sandbox.store.outbox.length;
    for (let n = 0; n < 35; n++)
      await invite(door, `n${n}@fernhill.example`, door.world.credentials.admin.session_token);
    expect(door.sandbox.store.outbox.length - before).toBe(30);
    for (let n = 40; n < 75; n++) await invite(door, `n${n}@fernhill.example`, SERVER_KEY, '192.0.2.1');
    expect(door.sandbox.store.outbox.length - before).toBe(65);
  });
});

describe('mail to one mailbox', () => {
  it('is five a minute, for any name of any organization, by each mutation and in total', async () => {
    const door = await openDoor();
    const emailAddress = 'benedikt@fernhill.example';
    const mutations = [
      ...['sendMemberMagicLink', 'sendMemberEmailPasscode', 'startMemberPasswordReset'].flatMap((name) =>
        ['fernhill-bakery', 'northgate-bank', door.world.credentials.admin.organization_id].map(
          (organizationId) => [name, { organizationId, emailAddress }] as const,
        ),
      ),
      ...['sendDiscoveryMagicLink', 'sendDiscoveryEmailPasscode', 'startDiscoveryPasswordReset'].map(
        (name) => [name, { emailAddress }] as const,
      ),
    ];
    for (const [name, input] of mutations) await door.knock(name, input);
    expect(door.reached()).toHaveLength(5);
    // Without a name of an account there is no lookup: a mailbox is the same in all organizations.
    expect(door.calls).toHaveLength(5);
  });
});

describe('texts', () => {
  const send = (door: Door, input: object, token?: string) =>
    door.knock('sendMemberSmsPasscode', input, token === undefined ? {} : { token });

  it('to one member are five a minute, by any name of the organization, with and without the number', async () => {
    const door = await openDoor();
    const ada = seededMember(door, 'ada@fernhill.example');
    const { organization_id, member_id: memberId, mfa_phone_number } = ada;
    const sessionToken = door.world.credentials.admin.session_token;
    for (let n = 0; n < 14; n++) {
      await send(door, {
        organizationId: n % 2 ? organization_id : 'fernhill-bakery',
        memberId,
        ...(n % 3 ? { mfaPhoneNumber: mfa_phone_number } : {}),
        credential: { sessionToken },
      });
    }
    expect(sentTo(door, mfa_phone_number)).toBe(5);
  });

  it('to one number are five a minute, for any member', async () => {
    const door = await openDoor();
    const members = ['esperanza', 'greta', 'hiro', 'liam', 'jonas', 'nia', 'khadija', 'oskar'];
    for (const name of members) {
      const { organization_id: organizationId, member_id: memberId } = seededMember(door, `${name}@fernhill.example`);
      await send(door, { organizationId, memberId, mfaPhoneNumber: '+14155550199' }, SERVER_KEY);
    }
    // The sandbox gives a number to one member only; the counter does not depend on that.
    expect(door.reached()).toHaveLength(5);
  });

  it('that sign-ins cause are five a minute too, together with requested texts', async () => {
    const door = await openDoor();
    const ada = seededMember(door, 'ada@fernhill.example');
    const { organization_id: organizationId, member_id: memberId, mfa_phone_number: to } = ada;
    door.sandbox.store.members.set(memberId, { ...ada, default_mfa_method: 'sms_otp' });
    const outcomes = [];
    for (let n = 0; n < 8; n++) {
      outcomes.push(
        await door.knock('authenticateMemberPassword', {
          organizationId: n % 2 ? organizationId : 'fernhill-bakery',
          emailAddress: 'ada@fernhill.example',
          password: 'sourdough at six in the morning',
        }),
      );
    }
    expect(sentTo(door, to)).toBe(5);
    expect(outcomes.at(-1)).toMatchObject({ code: 'RATE_LIMITED' });
    const sessionToken = door.world.credentials.admin.session_token;
    expect(await send(door, { organizationId, memberId, credential: { sessionToken } })).toMatchObject({
      code: 'RATE_LIMITED',
    });
    expect(sentTo(door, to)).toBe(5);
  });
});
