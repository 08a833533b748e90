/** The consumer graph: importing each domain adds its part to the builder. */
import '../error.ts';
import './connected-app.ts';
import './crypto-wallet.ts';
import './idp.ts';
import './impersonation.ts';
import './magic-link.ts';
import './oauth.ts';
import './otp.ts';
import './password.ts';
import './password-reset.ts';
import './project.ts';
import './rbac.ts';
import './session.ts';
import './session-exchange.ts';
import './sign-in-lock.ts';
import './totp.ts';
import './user.ts';
import './user-factor.ts';
import './user-search.ts';
import './viewer.ts';
import './webauthn.ts';
import '../project/connected-app.ts';
import '../project/fraud.ts';
import '../project/fraud-rule.ts';
import '../project/m2m.ts';
import '../project/project.ts';
import { consumer } from '../../src/vertical/consumer.ts';
import { buildSchema } from '../builder.ts';

export const schema = buildSchema(
  consumer,
  'Sign-in and user management of one Stytch consumer project: users, their factors, sessions, roles and connected apps. A mutation returns its payload or an `Error`. A value marked `@secret` must not be cached or logged.',
);
