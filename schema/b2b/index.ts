/** The B2B graph: importing each domain adds its part to the builder. */
import '../error.ts';
import './connected-app.ts';
import './discovery.ts';
import './idp.ts';
import './impersonation.ts';
import './magic-link.ts';
import './member.ts';
import './member-email.ts';
import './member-factor.ts';
import './member-oauth.ts';
import './member-search.ts';
import './oauth.ts';
import './organization.ts';
import './organization-rbac.ts';
import './password-discovery.ts';
import './password-reset.ts';
import './password.ts';
import './project.ts';
import './otp.ts';
import './rbac.ts';
import './recovery-code.ts';
import './session.ts';
import './session-exchange.ts';
import './scim.ts';
import './scim-registration.ts';
import './sign-in-lock.ts';
import './sso.ts';
import './sso-external.ts';
import './sso-oidc.ts';
import './sso-registration.ts';
import './sso-saml.ts';
import './sso-sign-in.ts';
import './totp.ts';
import './viewer.ts';
import '../project/connected-app.ts';
import '../project/fraud.ts';
import '../project/fraud-rule.ts';
import '../project/m2m.ts';
import '../project/project.ts';
import { b2b } from '../../src/vertical/b2b.ts';
import { buildSchema } from '../builder.ts';

export const schema = buildSchema(
  b2b,
  'Sign-in and user management of one Stytch B2B project: organizations, their members, sessions, single sign-on, SCIM, roles and connected apps. A mutation returns its payload or an `Error`. A value marked `@secret` must not be cached or logged.',
);
