import type { ProviderTokensKey } from '../../loaders/b2b/member-oauth.ts';
import {
  githubTokensLoader,
  googleTokensLoader,
  hubspotTokensLoader,
  microsoftTokensLoader,
  oidcTokensLoader,
  slackTokensLoader,
} from '../../loaders/b2b/member-oauth.ts';
import type { Context } from '../../src/graphql/context.ts';
import type { Schemas } from '../../src/stytch/contract/types.ts';

type Member = Schemas['api_organization_v1_Member'];
type TokenArgs = { includeRefreshToken?: boolean | null | undefined };

const key = ({ organization_id, member_id }: Member, { includeRefreshToken }: TokenArgs = {}): ProviderTokensKey => ({
  organizationId: organization_id,
  memberId: member_id,
  includeRefreshToken: includeRefreshToken ?? false,
});

export const googleTokens = (member: Member, args: TokenArgs, { loaders }: Context) =>
  loaders.get(googleTokensLoader).load(key(member, args));

export const microsoftTokens = (member: Member, args: TokenArgs, { loaders }: Context) =>
  loaders.get(microsoftTokensLoader).load(key(member, args));

export const slackTokens = (member: Member, _: unknown, { loaders }: Context) =>
  loaders.get(slackTokensLoader).load(key(member));

export const hubspotTokens = (member: Member, args: TokenArgs, { loaders }: Context) =>
  loaders.get(hubspotTokensLoader).load(key(member, args));

export const githubTokens = (member: Member, args: TokenArgs, { loaders }: Context) =>
  loaders.get(githubTokensLoader).load(key(member, args));

export const oidcTokens = (member: Member, args: TokenArgs, { loaders }: Context) =>
  loaders.get(oidcTokensLoader).load(key(member, args));
