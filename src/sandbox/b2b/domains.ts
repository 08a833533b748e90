import type { DomainHandlers } from '../handler.ts';
import { connectedApp } from '../project/connected-app.ts';
import { debug } from '../project/debug.ts';
import { fraud } from '../project/fraud.ts';
import { m2m } from '../project/m2m.ts';
import { discovery } from './discovery.ts';
import { idp } from './idp.ts';
import { impersonation } from './impersonation.ts';
import { magicLink } from './magic-link.ts';
import { member } from './member.ts';
import { memberConnectedApp } from './member-connected-app.ts';
import { memberEmail } from './member-email.ts';
import { memberFactor } from './member-factor.ts';
import { memberOauth } from './member-oauth.ts';
import { memberSearch } from './member-search.ts';
import { oauth } from './oauth.ts';
import { organization } from './organization.ts';
import { otp } from './otp.ts';
import { password } from './password.ts';
import { passwordDiscovery } from './password-discovery.ts';
import { passwordEmail } from './password-email.ts';
import { project } from './project.ts';
import { rbac } from './rbac.ts';
import { recoveryCode } from './recovery-code.ts';
import { scim } from './scim.ts';
import { session } from './session.ts';
import { sso } from './sso.ts';
import { ssoExternal } from './sso-external.ts';
import { ssoOidc } from './sso-oidc.ts';
import { ssoSaml } from './sso-saml.ts';
import { totp } from './totp.ts';

/** Handlers of every domain of a B2B project: one file and one entry per domain. */
export const domains: readonly DomainHandlers[] = [
  connectedApp,
  debug,
  discovery,
  idp,
  impersonation,
  magicLink,
  fraud,
  m2m,
  member,
  memberConnectedApp,
  memberEmail,
  memberFactor,
  memberOauth,
  memberSearch,
  oauth,
  organization, //
  otp,
  password,
  passwordDiscovery,
  passwordEmail,
  project,
  rbac,
  recoveryCode,
  scim,
  session,
  sso,
  ssoExternal,
  ssoOidc,
  ssoSaml,
  totp,
];
