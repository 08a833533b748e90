/** Email addresses that Stytch accepts are accepted, found and returned unchanged. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { gatewayOverSandbox, type SandboxGateway } from './gateway.ts';

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox();
});
afterAll(() => g.close());

const CREATE = `mutation ($emailAddress: EmailAddress!) {
  createMember(input: { organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", emailAddress: $emailAddress }) {
    ... on CreateMemberPayload { member { emailAddress } } } }`;
const FIND = `query ($emailAddress: EmailAddress!) {
  member(organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", by: { emailAddress: $emailAddress }) { emailAddress } }`;

it.each([
  'zoë@fernhill.example',
  'zoe@bäckerei.example',
  '"zoe brown"@fernhill.example',
  '"a@b"@fernhill.example',
  "o'hara@fernhill.example",
  'zoe+tag@fernhill.example',
  'zoe@sub.sub.fernhill.example',
  'ζωή@παράδειγμα.example',
  '{zoe}|~@fernhill.example',
  'z@f.example',
])('%s', async (emailAddress) => {
  const created = await g.data(CREATE, { variables: { emailAddress } });
  expect(created).toEqual({ createMember: { member: { emailAddress } } });
  expect(await g.data(FIND, { variables: { emailAddress } })).toEqual({ member: { emailAddress } });
});

it.each(['no at sign', '@fernhill.example', 'zoe@', 'zoe\n@fernhill.example'])(
  '%j is refused',
  async (emailAddress) => {
    g.calls.length = 0;
    expect((await g.query(FIND, { variables: { emailAddress } })).errors).toHaveLength(1);
    expect(g.calls).toEqual([]);
  },
);
