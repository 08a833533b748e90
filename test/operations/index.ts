import type { ActAs, SandboxGateway } from '../gateway.ts';
import { operations as connectedApp } from './connected-app.ts';
import { operations as discovery } from './discovery.ts';
import { operations as fraud } from './fraud.ts';
import { operations as idp } from './idp.ts';
import { operations as impersonation } from './impersonation.ts';
import { operations as m2m } from './m2m.ts';
import { operations as magicLink } from './magic-link.ts';
import { operations as member } from './member.ts';
import { operations as oauth } from './oauth.ts';
import { operations as organization } from './organization.ts';
import { operations as otp } from './otp.ts';
import { operations as password } from './password.ts';
import { operations as project } from './project.ts';
import { operations as rbac } from './rbac.ts';
import { operations as recoveryCode } from './recovery-code.ts';
import { operations as scim } from './scim.ts';
import { operations as session } from './session.ts';
import { operations as sso } from './sso.ts';
import { operations as totp } from './totp.ts';

/** One GraphQL request that makes one call to a REST operation, with success, on a fresh sandbox. */
export interface OperationExample {
  /** The operation's id in the contract. */
  id: string;
  document: string;
  /** Variables, from values of the sandbox. May call the graph first to prepare the state. */
  variables?: (g: SandboxGateway) => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** The caller; default: a server. */
  as?: ActAs;
}

/** An example of every operation that is in the graph. */
export const examples: readonly OperationExample[] = [
  ...discovery,
  ...magicLink,
  ...otp,
  ...member,
  ...organization,
  ...rbac,
  ...connectedApp,
  ...scim,
  ...recoveryCode,
  ...session,
  ...sso,
  ...totp,
  ...m2m,
  ...fraud,
  ...project,
  ...idp,
  ...impersonation,
  ...oauth,
  ...password,
];
