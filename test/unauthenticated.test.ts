/** UNAUTHENTICATED speaks only of the bearer: a client that gets it signs its user out. Tried for every field of the root. */
import type { Dispatcher } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operationAt } from './contract.ts';
import { gatewayOverSandbox, type SandboxGateway, unhurried } from './gateway.ts';
import { roots } from './safety/b2b-roots.ts';
import { about, request } from './safety/request.ts';

/** What Stytch says of a session that is over. */
const WORDS = ['session_not_found', 'invalid_session_token', 'jwt_invalid_claims', 'unable_to_parse_session_jwt'];

/** Answers every call with a word that Stytch has for sessions, but for those that say who may what. */
let word = '';
const refusing: Dispatcher.DispatcherComposeInterceptor = (dispatch) => (options, handler) => {
  const { pathname } = new URL(options.path, 'http://stytch.test');
  const { id } = operationAt(options.method, pathname);
  if (word === '' || /rbac|jwks/i.test(id)) return dispatch(options, handler);
  const controller = { abort() {}, pause() {}, resume() {}, aborted: false, paused: false, reason: null };
  const body = {
    status_code: 404,
    request_id: 'request-test-1',
    error_type: word,
    error_message: 'over',
    error_url: '',
  };
  handler.onRequestStart?.(controller, {});
  handler.onResponseStart?.(controller, 404, { 'content-type': 'application/json' }, 'Not Found');
  handler.onResponseData?.(controller, Buffer.from(JSON.stringify(body)));
  handler.onResponseEnd?.(controller, {});
  return true;
};

let g: SandboxGateway;
beforeAll(async () => {
  g = await gatewayOverSandbox({ between: refusing, tries: unhurried() });
});
afterAll(() => g.close());

const ORGANIZATION = 'organization-test-00000000-0000-4000-8000-000000000000';
const MEMBER = 'member-test-00000000-0000-4000-8000-000000000000';

describe('a session of the input that is over', () => {
  it.each(roots.map(([kind, field]) => ({ kind, field, name: field.name })))(
    'is not UNAUTHENTICATED for a server: $kind $name',
    async ({ kind, field }) => {
      const { document, variables } = request(kind, field, about(ORGANIZATION, MEMBER));
      for (word of WORDS) {
        const answer = await g.query<{ it: unknown }>(document, { variables });
        expect(JSON.stringify(answer), word).not.toContain('UNAUTHENTICATED');
      }
      word = '';
    },
  );
});

it('a member whose own session is over is UNAUTHENTICATED', async () => {
  const { organization_id: organizationId, member_id: memberId } = g.world.credentials.admin;
  word = 'session_not_found';
  const { data } = await g.query(
    `mutation ($input: UpdateMemberInput!) { updateMember(input: $input) { ... on Error { code path } } }`,
    { variables: { input: { organizationId, memberId, name: 'Ada' } }, as: 'admin' },
  );
  word = '';
  expect(data).toEqual({ updateMember: { code: 'UNAUTHENTICATED', path: null } });
});
