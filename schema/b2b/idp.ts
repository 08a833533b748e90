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

/** Members authorize for themselves; whoever has a session of a member, in that member's name. */
const access = {
  resource: 'stytch.member',
  action: 'authorize.connected-app',
  signedIn: 'self',
  proof: sessionProofs,
} as const;

const MemberKeyInput = builder.inputType('MemberKeyInput', {
  description: 'A member, by the organization and the id there.',
  fields: memberKeyInput,
});

const AuthorizingMemberInput = inputGroup(
  'AuthorizingMemberInput',
  'A member who authorizes a connected app, by exactly one of these.',
  (t) => ({
    ...sessionCredentialInput(t),
    key: t.field({ type: MemberKeyInput, description: 'The member by their id, without a session.' }),
  }),
);

const askedMember = (t: InputFieldBuilder) => ({
  member: groupField(t, AuthorizingMemberInput, {
    required: true,
    description:
      'The member in whose name the app shall act. A session is needed if the app shall be able to exchange its access token for one.',
  }),
});

mutation('prepareConnectedAppAuthorization', {
  access,
  operations: ['post /v1/b2b/idp/oauth/authorize/start'],
  readOnly: true,
  description:
    'Checks what a connected app asks for, and whether the member has to consent. Grants nothing: that is `authorizeConnectedApp`. It is a mutation so that no cache keeps the token.',
  input: (t) => ({ ...authorizationRequestInput(t), ...askedMember(t) }),
  resolve: prepareConnectedAppAuthorization,
  payload: (t) => ({
    ...consentScreenPayload(t),
    member: t.expose('member', { type: Member, nullable: true, expected: true, description: 'Who is asked.' }),
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
    'Answers the request of a connected app in the name of a member: grants what it asks for, or refuses. Send the browser to `redirectUri` in both cases.',
  input: (t) => ({ ...authorizationAnswerInput(t), ...askedMember(t) }),
  resolve: authorizeConnectedApp,
  payload: authorizationPayload,
});
