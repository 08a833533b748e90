/** N3: a failed write may have changed data, so earlier reads are repeated. */
import type { Dispatcher } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { routeOf } from './contract.ts';
import { gatewayOverSandbox, type SandboxGateway, unlimitedThrottle } from './gateway.ts';

const GET_MEMBER = 'api_organization_v1_organizations_members_Get';
const UPDATE_MEMBER = 'api_organization_v1_organizations_members_Update';
const UPDATE_APP = 'api_connectedapps_v1_connected_apps_clients_Update';

type Failing = (handler: Dispatcher.DispatchHandler, controller: Dispatcher.DispatchController) => void;

const answering =
  (status: number, errorType: string): Failing =>
  (handler, controller) => {
    handler.onResponseStart?.(controller, status, { 'content-type': 'application/json' }, '');
    const body = { status_code: status, error_type: errorType, error_message: 'No.', request_id: 'request-id-test-1' };
    handler.onResponseData?.(controller, Buffer.from(JSON.stringify(body)));
    handler.onResponseEnd?.(controller, {});
  };

/** Failures after a write that Stytch has executed. */
const failures: Readonly<Record<string, Failing>> = {
  'whose answer is lost': (handler, controller) =>
    handler.onResponseError?.(controller, Object.assign(new Error('reset'), { code: 'ECONNRESET' })),
  'that Stytch calls refused': answering(400, 'bad_request'),
  'that failed at Stytch': answering(500, 'internal_server_error'),
};

/** Lets Stytch execute the first write of an operation, and replaces its response. */
const failing = (id: string, fail: Failing): Dispatcher.DispatcherComposeInterceptor => {
  let left = 1;
  return (dispatch) => (options, handler) => {
    const isFirst = routeOf(options.method, new URL(options.path, 'http://stytch.test').pathname).id === id && left > 0;
    if (!isFirst) return dispatch(options, handler);
    left -= 1;
    return dispatch(options, {
      onRequestStart: (...args) => handler.onRequestStart?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
      onResponseStart() {},
      onResponseData() {},
      onResponseEnd: (controller) => fail(handler, controller),
    });
  };
};

let g: SandboxGateway;
afterEach(() => g.close());

describe.each(Object.entries(failures))('after a write %s', (_, fail) => {
  it('an object is read again, and shown as it is now', async () => {
    g = await gatewayOverSandbox({ between: failing(UPDATE_MEMBER, fail), tries: unlimitedThrottle() });
    const { organization_id: organizationId, member_id: memberId } = g.world.credentials.member;
    const read = `unlockMemberSignIn(input: { organizationId: $organizationId, memberId: $memberId }) {
      ... on UnlockMemberSignInPayload { member { name } } }`;
    const data = await g.data<Record<'before' | 'after', { member: { name: string } }>>(
      `mutation ($organizationId: ID!, $memberId: ID!) {
        before: ${read}
        updateMember(input: { organizationId: $organizationId, memberId: $memberId, name: "Uma Saltmarsh" }) {
          ... on MutationError { code } }
        after: ${read} }`,
      { variables: { organizationId, memberId } },
    );
    expect(data.before.member.name).not.toBe('Uma Saltmarsh');
    expect(data.after.member.name).toBe('Uma Saltmarsh');
    expect(g.calls.map(({ id }) => id)).toEqual([GET_MEMBER, UPDATE_MEMBER, GET_MEMBER]);
  });

  it('the data that the next write depends on is read again', async () => {
    g = await gatewayOverSandbox({ between: failing(UPDATE_APP, fail), tries: unlimitedThrottle() });
    const clientId = [...g.sandbox.store.connectedApps.keys()][0];
    await g.data(
      `mutation ($clientId: ID!) {
        first: updateConnectedApp(input: { clientId: $clientId, name: "Saltmarsh" }) { ... on MutationError { code } }
        second: updateConnectedApp(input: { clientId: $clientId, description: "Orders" }) { ... on MutationError { code } } }`,
      { variables: { clientId } },
    );
    const writes = g.calls.filter(({ id }) => id === UPDATE_APP);
    expect(writes.map(({ body }) => body)).toMatchObject([
      { client_name: 'Saltmarsh' },
      { client_name: 'Saltmarsh', client_description: 'Orders' },
    ]);
  });
});
