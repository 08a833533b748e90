/** Load of the soak test: all kinds of requests, and a Stytch of which one call in ten fails. */
import type { Sandbox } from '../../src/sandbox/index.ts';
import {
  badGateway,
  editJson,
  finAfter,
  hang,
  latency,
  refuse,
  resetAfter,
  resetBefore,
  resetMid,
  truncatedJson,
} from '../../test/faults/fault-kinds.ts';
import { SERVER_KEY } from '../../test/faults/program.ts';
import type { FaultyProxy } from '../../test/faults/proxy.ts';
import type { RequestKind } from '../open-loop.ts';

/** Injects ten kinds of fault, each into one in a hundred calls to Stytch. */
export function injectFaults(proxy: FaultyProxy): void {
  const kinds = [
    latency(500),
    hang,
    refuse(429, 'too_many_requests', { 'retry-after': '1' }),
    refuse(500, 'internal_server_error'),
    badGateway,
    resetBefore,
    resetAfter,
    finAfter,
    resetMid,
    truncatedJson,
    editJson((body) => {
      body['member'] = 'not a member';
    }),
  ];
  for (const kind of kinds) proxy.fail(kind, { share: 0.1 / kinds.length });
}

const body = (query: string, variables: object = {}): string => JSON.stringify({ query, variables });
/** Under faults every well-formed response is correct, because the soak test looks for leaks only. */
const answered = (status: number, text: string): boolean => status !== 0 && (status === 503 || text.startsWith('{'));

/** Requests of callers of a sandbox's world. */
export async function mixedLoad(sandbox: Sandbox): Promise<RequestKind[]> {
  const { credentials } = await sandbox.world();
  let counter = 0;
  const next = (): number => {
    counter += 1;
    return counter;
  };
  const anonymous = () => ({});
  const asServer = () => ({ authorization: `Bearer ${SERVER_KEY}` });
  const asMember = () => ({ authorization: `Bearer ${credentials.admin.session_token}` });
  const member = `organizationId: "organization-test-1ee6f0ac-34f2-4ce6-a9bb-bb2fe3ccd4c0", memberId: "${credentials.admin.member_id}"`;
  const ask = (name: string, weight: number, headers: RequestKind['headers'], make: () => string): RequestKind => ({
    name,
    weight,
    headers,
    body: make,
    right: answered,
  });
  return [
    ask('lookup', 20, asServer, () =>
      body('{ organization(by: { slug: "fernhill-bakery" }) { name slug mfaPolicy } }'),
    ),
    ask('graph', 15, asServer, () =>
      body(
        '{ organization(by: { slug: "fernhill-bakery" }) { name members(first: 20) { nodes { name sessions { startedAt } } } } }',
      ),
    ),
    ask('search', 10, asServer, () =>
      body(
        'query ($first: Int!) { members(organizationIds: ["organization-test-281e5d07-3ce6-4a05-ace3-ae77f9928a5a"], first: $first) { totalCount nodes { name } } }',
        {
          first: 1 + (next() % 10),
        },
      ),
    ),
    ask('change', 15, asServer, () =>
      body(
        `mutation ($name: String!) { updateMember(input: { ${member}, name: $name }) { ... on UpdateMemberPayload { member { name } } ... on MutationError { code } } }`,
        { name: `marker-${next()}` },
      ),
    ),
    ask('member', 15, asMember, () => body('{ viewer { kind member { name organization { name } } } }')),
    ask('sign-in', 5, anonymous, () =>
      body(
        'mutation ($email: EmailAddress!) { authenticateMemberPassword(input: { organizationId: "fernhill-bakery", emailAddress: $email, password: "wrong" }) { ... on MutationError { code } } }',
        { email: `nobody-${next()}@fernhill.example` },
      ),
    ),
    // Documents that are never repeated, so that the document cache must evict.
    ask('new text', 15, asServer, () => body(`{ organization(by: { slug: "fernhill-bakery" }) { name } } # ${next()}`)),
    // Tokens that are never repeated.
    ask('stranger', 5, anonymous, () => body('{ viewer { kind } }')),
    ask('refused', 5, asServer, () => body(`{ nothing${next()} }`)),
  ];
}
