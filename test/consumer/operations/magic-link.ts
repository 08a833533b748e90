import type { ConsumerGateway } from '../gateway.ts';
import { seededUser } from '../gateway.ts';
import type { OperationExample } from './index.ts';
import { mutationOf } from './mutation.ts';

const BEN = 'ben@okafor.example';

/** The secret of the latest message to an address or number. */
export const latestSecret = ({ sandbox }: ConsumerGateway, to: string): string => {
  const secret = sandbox.store.outbox.find((message) => message.to === to)?.secret;
  if (!secret) throw new Error(`nothing was sent to ${to}`);
  return secret;
};

/** Mails a link without the gateway, and returns its token. */
export const linkFor = async (g: ConsumerGateway, email = BEN): Promise<string> => {
  await callSandbox(g, '/v1/magic_links/email/login_or_create', { email });
  return latestSecret(g, email);
};

/** Calls the sandbox directly, as the gateway would. */
export const callSandbox = async ({ sandbox }: ConsumerGateway, path: string, body: object): Promise<unknown> => {
  const response = await fetch(`${sandbox.origin}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${sandbox.projectId}:${sandbox.secret}`)}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify(body),
  });
  return response.json();
};

export const operations: readonly OperationExample[] = [
  {
    id: 'api_magic_v1_magic_links_email_LoginOrCreate',
    document: mutationOf('loginOrCreateUserByMagicLink', 'emailId userCreated'),
    variables: () => ({ input: { emailAddress: 'new@example.com' } }),
  },
  {
    id: 'api_magic_v1_magic_links_email_Send',
    document: mutationOf('sendUserMagicLink', 'emailId'),
    variables: () => ({ input: { emailAddress: BEN } }),
    as: null,
  },
  {
    id: 'api_magic_v1_Authenticate',
    document: mutationOf(
      'authenticateUserMagicLink',
      'methodId resetSessions user { status } outcome { __typename ... on UserSignedIn { sessionToken session { sessionId } } }',
    ),
    variables: async (g) => ({ input: { token: await linkFor(g) } }),
    as: null,
  },
  {
    id: 'api_magic_v1_Create',
    document: mutationOf('createUserMagicLink', 'token'),
    variables: (g) => ({ input: { userId: seededUser(g, 'Ben').user_id } }),
  },
  {
    id: 'api_magic_v1_magic_links_email_Invite',
    document: mutationOf('inviteUser', 'emailId'),
    variables: () => ({ input: { emailAddress: 'invited@example.com', name: { firstName: 'In' } } }),
  },
  {
    id: 'api_magic_v1_magic_links_email_RevokeInvite',
    document: mutationOf('revokeUserInvitation', 'requestId'),
    variables: async (g) => {
      await callSandbox(g, '/v1/magic_links/email/invite', { email: 'invited@example.com' });
      return { input: { emailAddress: 'invited@example.com' } };
    },
  },
];
