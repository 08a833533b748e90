import type { ActAs, ConsumerGateway } from '../gateway.ts';
import { operations as cryptoWallet } from './crypto-wallet.ts';
import { operations as idp } from './idp.ts';
import { operations as impersonation } from './impersonation.ts';
import { operations as magicLink } from './magic-link.ts';
import { operations as oauth } from './oauth.ts';
import { operations as otp } from './otp.ts';
import { operations as password } from './password.ts';
import { operations as project } from './project.ts';
import { operations as session } from './session.ts';
import { operations as totp } from './totp.ts';
import { operations as user } from './user.ts';
import { operations as webauthn } from './webauthn.ts';

/** One GraphQL request that makes one call to a REST operation, with success, on a fresh sandbox. */
export interface OperationExample {
  /** The operation's id in the contract. */
  readonly id: string;
  readonly document: string;
  /** Variables, from values of the sandbox. */
  readonly variables?: (g: ConsumerGateway) => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** The caller; default: a server. */
  readonly as?: ActAs;
}

/** An example of every operation that only consumer projects have. Those of both kinds are in test/operations/. */
export const examples: readonly OperationExample[] = [
  ...cryptoWallet,
  ...idp,
  ...impersonation,
  ...magicLink,
  ...oauth,
  ...otp,
  ...password,
  ...project,
  ...session,
  ...totp,
  ...user,
  ...webauthn,
];
