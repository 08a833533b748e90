/** The graph of a B2B project: every domain adds its part to the builder. Defines nothing itself. */
import './error.ts';
import './b2b/connected-app.ts';
import './b2b/discovery.ts';
import './b2b/member.ts';
import './b2b/member-email.ts';
import './b2b/member-factor.ts';
import './b2b/member-oauth.ts';
import './b2b/member-search.ts';
import './b2b/organization.ts';
import './b2b/organization-rbac.ts';
import './b2b/rbac.ts';
import './b2b/recovery-code.ts';
import './b2b/session.ts';
import './b2b/session-exchange.ts';
import './b2b/scim.ts';
import './b2b/scim-registration.ts';
import './b2b/totp.ts';
import './b2b/viewer.ts';
import './project/connected-app.ts';
import { builder } from './builder.ts';
import { directives } from './directives.ts';

export const schema = builder.toSchema({ directives });
