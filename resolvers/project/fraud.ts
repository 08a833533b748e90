import type { FingerprintKey } from '../../loaders/project/fraud.ts';
import { deviceFingerprintLoader, emailRiskLoader } from '../../loaders/project/fraud.ts';
import type { Context } from '../../src/graphql/context.ts';

export const deviceFingerprint = (_: unknown, key: FingerprintKey, { loaders }: Context) =>
  loaders.get(deviceFingerprintLoader).load(key);

export const emailRisk = (_: unknown, { emailAddress }: { emailAddress: string }, { loaders }: Context) =>
  loaders.get(emailRiskLoader).load(emailAddress);
