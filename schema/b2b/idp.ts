import { authorizeConnectedApp, prepareConnectedAppAuthorization } from '../../resolvers/b2b/idp.ts';
import { sessionProofs } from '../../src/auth/proof.ts';
import { builder } from '../builder.ts';
import { groupField, type InputFieldBuilder, inputGroup, mutation } from '../mutation.ts';
import {
  authorizationAnswerInput,
  authorizationPayload,
  authorizationRequestInput,
  consentScreenPayload,
} from '../shared/consent.ts';
import { sessionCredentialInput } from '../shared/session.ts';
import { Member } from './member.ts';
import { Organization } from './organization.ts';
import { memberKeyInput } from './sign-in.ts';

/** Members authorize apps for themselves. A caller without a bearer token must send a session of the member. */
const access = {
  resource: 'stytch.member',
  action: 'authorize.connected-app',
  signedIn: 'self',
  proof: sessionProofs,
} as const;

const MemberKeyInput = builder.inputType('MemberKeyInput', {
  description: 'A member, identified by organization id and member id.',
  fields: memberKeyInput,
});

const AuthorizingMemberInput = inputGroup(
  'AuthorizingMemberInput',
  'The member who authorizes a connected app, identified by exactly one of these inputs.',
  (t) => ({
    ...sessionCredentialInput(t),
    key: t.field({ type: MemberKeyInput, description: 'The member by id, without a session.' }),
  }),
);

const askedMember = (t: InputFieldBuilder) => ({
  member: groupField(t, AuthorizingMemberInput, {
    required: true,
    description:
      'The member in whose name the app acts. Send a session if the app must be able to exchange its access token for a session.',
  }),
});

mutation('prepareConnectedAppAuthorization', {
  access,
  operations: ['post /v1/b2b/idp/oauth/authorize/start'],
  readOnly: true,
  description:
    'Checks the authorization request of a connected app and whether the member must consent. Grants nothing: `authorizeConnectedApp` does. It is a mutation so that no cache stores the token.',
  input: (t) => ({ ...authorizationRequestInput(t), ...askedMember(t) }),
  resolve: prepareConnectedAppAuthorization,
  payload: (t) => ({
    ...consentScreenPayload(t),
    member: t.expose('member', {
      type: Member,
      nullable: true,
      expected: true,
      description: 'The member who is asked for consent.',
    }),
    organization: t.expose('organization', {
      type: Organization,
      nullable: true,
      expected: true,
      description: 'The member’s organization.',
    }),
  }),
});

mutation('authorizeConnectedApp', {
  access,
  operations: ['post /v1/b2b/idp/oauth/authorize'],
  description:
    'Responds to the authorization request of a connected app in the name of a member: grants or denies it. In both cases send the browser to `redirectUri`.',
  input: (t) => ({ ...authorizationAnswerInput(t), ...askedMember(t) }),
  resolve: authorizeConnectedApp,
  payload: authorizationPayload,
});
