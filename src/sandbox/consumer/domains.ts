import type { DomainHandlers } from '../handler.ts';
import { connectedApp } from '../project/connected-app.ts';
import { debug } from '../project/debug.ts';
import { fraud } from '../project/fraud.ts';
import { m2m } from '../project/m2m.ts';
import { cryptoWallet } from './crypto-wallet.ts';
import { idp } from './idp.ts';
import { impersonation } from './impersonation.ts';
import { magicLink } from './magic-link.ts';
import { oauth } from './oauth.ts';
import { otp } from './otp.ts';
import { password } from './password.ts';
import { passwordReset } from './password-reset.ts';
import { project } from './project.ts';
import { rbac } from './rbac.ts';
import { session } from './session.ts';
import type { ConsumerStore } from './store.ts';
import { totp } from './totp.ts';
import { user } from './user.ts';
import { userFactor } from './user-factor.ts';
import { userSearch } from './user-search.ts';
import { webauthn } from './webauthn.ts';

/** Handlers of every domain of a consumer project: one file and one entry per domain. */
export const domains: readonly DomainHandlers<ConsumerStore>[] = [
  connectedApp,
  cryptoWallet,
  debug,
  fraud,
  idp,
  impersonation,
  m2m,
  magicLink,
  password,
  passwordReset,
  oauth,
  otp,
  project,
  rbac,
  session,
  totp,
  user,
  userFactor,
  userSearch,
  webauthn,
];
