/** Requests that name a person by something unique read that person alone, however many there are. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { consumer } from '../../src/sandbox/consumer/kind.ts';
import type { ConsumerStore } from '../../src/sandbox/consumer/store.ts';
import type { ConsumerWorld } from '../../src/sandbox/consumer/world.ts';
import { type Sandbox, startSandboxOf } from '../../src/sandbox/index.ts';
import { okta, patch } from './scim-requests.ts';
import { bank, rosa, type ScimServer, startScimServer } from './scim-server/connection.ts';

/** Counts how often other people are read than those whom a request is about. */
class Bystanders {
  #reads = 0;

  /** A person whose every property counts when it is read. */
  watch<Person extends object>(person: Person): Person {
    const count = () => {
      this.#reads += 1;
    };
    return new Proxy(person, {
      get(target, name, receiver) {
        count();
        return Reflect.get(target, name, receiver);
      },
    });
  }

  /** Properties that were read while `run` ran. */
  async readBy(run: () => Promise<unknown>): Promise<number> {
    this.#reads = 0;
    await run();
    return this.#reads;
  }
}

/** Sends a JSON request with the credentials of a project, and fails unless it succeeds. */
const send = async (
  { origin, projectId, secret }: Pick<Sandbox, 'origin' | 'projectId' | 'secret'>,
  method: string,
  path: string,
  body?: object,
) => {
  const response = await fetch(`${origin}${path}`, {
    method,
    headers: {
      authorization: `Basic ${Buffer.from(`${projectId}:${secret}`).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  expect(response.status, await response.clone().text()).toBe(200);
  return response;
};

describe('In a B2B project, no other member is read', () => {
  const bystanders = new Bystanders();
  let scim: ScimServer;
  let member_id: string;
  let group: string;
  beforeAll(async () => {
    scim = await startScimServer();
    member_id = await scim.made('/Users', okta.user({ ...rosa, userName: 'renata@northgate.example' }));
    group = await scim.made('/Groups', okta.group('Borrowers'));
    const { scim_registration, ...wanjiru } = scim.called('wanjiru.kamau');
    const attributes = scim_registration?.scim_attributes;
    if (!attributes) throw new Error('the identity provider does not know the member');
    for (let number = 0; number < 3; number += 1) {
      const id = `member-test-bystander-${number}`;
      const user_name = `bystander-${number}@northgate.example`;
      scim.stytch.store.members.set(
        id,
        bystanders.watch({
          ...wanjiru,
          member_id: id,
          email_address: user_name,
          scim_registration: bystanders.watch({
            ...scim_registration,
            scim_attributes: { ...attributes, id, user_name, groups: [] },
          }),
        }),
      );
    }
  });
  afterAll(() => scim.close());

  /** A request of the identity provider that has to succeed. */
  const done = async (...request: Parameters<ScimServer['ask']>) =>
    expect(await scim.ask(...request)).toMatchObject({ status: 200 });

  const put = (change: object) =>
    send(scim.stytch.sandbox, 'PUT', `/v1/b2b/organizations/northgate-bank/members/${member_id}`, change);

  it.each<[string, () => Promise<unknown>]>([
    ['POST of a SCIM user', () => scim.made('/Users', okta.user(rosa))],
    [
      'PUT of a SCIM user',
      () =>
        done('PUT', `/Users/${member_id}`, okta.replaced(member_id, { ...rosa, userName: 'rita@northgate.example' })),
    ],
    [
      'PATCH of userName',
      () =>
        done(
          'PATCH',
          `/Users/${member_id}`,
          patch({ op: 'replace', path: 'userName', value: 'ruth@northgate.example' }),
        ),
    ],
    ['POST of a SCIM group', () => scim.made('/Groups', { ...okta.group('Readers'), members: [{ value: member_id }] })],
    [
      'PATCH that adds a member to a group',
      () => done('PATCH', `/Groups/${group}`, okta.members({ added: [member_id], removed: [] })),
    ],
    ['PATCH of displayName', () => done('PATCH', `/Groups/${group}`, okta.renamedGroup(group, 'Loans'))],
    [
      'creation of a member',
      () =>
        send(scim.stytch.sandbox, 'POST', '/v1/b2b/organizations/northgate-bank/members', {
          email_address: 'new@northgate.example',
          external_id: 'new-1',
        }),
    ],
    ['an external id', () => put({ external_id: 'ruth-1' })],
    ['a phone number', () => put({ mfa_phone_number: '+14155550142' })],
    ['an email address', () => put({ email_address: 'ruth.q@northgate.example' })],
    [
      'an invitation',
      () =>
        send(scim.stytch.sandbox, 'POST', '/v1/b2b/magic_links/email/invite', {
          ...bank,
          email_address: 'guest@northgate.example',
        }),
    ],
    [
      'a member by external id',
      () => send(scim.stytch.sandbox, 'PUT', '/v1/b2b/organizations/northgate-bank/members/new-1', { name: 'New' }),
    ],
  ])('by %s', async (_, run) => {
    expect(await bystanders.readBy(run)).toBe(0);
  });

  it('but by a list of all users', async () => {
    expect(await bystanders.readBy(() => scim.listed('/Users'))).toBeGreaterThan(0);
  });
});

describe('In a consumer project, no other user is read', () => {
  const bystanders = new Bystanders();
  let sandbox: Sandbox<ConsumerStore, ConsumerWorld>;
  let userId: string;
  let phoneId: string | undefined;
  beforeAll(async () => {
    sandbox = await startSandboxOf(consumer, { port: 0 });
    const [known] = sandbox.store.users.values();
    if (!known) throw new Error('the world has no user');
    userId = known.user_id;
    phoneId = known.phone_numbers[0]?.phone_id;
    for (let number = 0; number < 3; number += 1) {
      const user_id = `user-test-bystander-${number}`;
      const emails = [{ email_id: `email-test-${number}`, email: `bystander-${number}@new.example`, verified: true }];
      sandbox.store.users.set(
        user_id,
        bystanders.watch({ ...known, user_id, emails, phone_numbers: [], providers: [], crypto_wallets: [] }),
      );
    }
  });
  afterAll(() => sandbox.close());

  it.each<[string, () => Promise<unknown>]>([
    [
      'creation of a user',
      () =>
        send(sandbox, 'POST', '/v1/users', {
          email: 'new@new.example',
          phone_number: '+14155550143',
          external_id: 'new-1',
        }),
    ],
    ['an external id', () => send(sandbox, 'PUT', `/v1/users/${userId}`, { external_id: 'known-1' })],
    ['a user by external id', () => send(sandbox, 'PUT', '/v1/users/new-1', { name: { first_name: 'New' } })],
    ['an invitation', () => send(sandbox, 'POST', '/v1/magic_links/email/invite', { email: 'guest@new.example' })],
    ['a texted code', () => send(sandbox, 'POST', '/v1/otps/sms/login_or_create', { phone_number: '+14155550144' })],
    [
      'the start of a wallet',
      () =>
        send(sandbox, 'POST', '/v1/crypto_wallets/authenticate/start', {
          crypto_wallet_type: 'ethereum',
          crypto_wallet_address: '0x6df2dB4Fb3DA35d241901Bd53367770BF03123f1',
        }),
    ],
    ['removal of a factor', () => send(sandbox, 'DELETE', `/v1/users/phone_numbers/${phoneId}`)],
  ])('by %s', async (_, run) => {
    expect(await bystanders.readBy(run)).toBe(0);
  });
});
