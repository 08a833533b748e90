import type { RestInput } from '../../src/stytch/contract/types.ts';
import { nullIfNotFound, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** The telemetry id of a fingerprint, and properties that Stytch stores with the lookup. */
export type FingerprintKey = RestInput<'post', '/v1/fingerprint/lookup'>;

/** Device fingerprints; null if unknown or expired. */
export const deviceFingerprintLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((key: FingerprintKey) => nullIfNotFound(stytch.call('post', '/v1/fingerprint/lookup', key))),
);

/** Risk of an email address. */
export const emailRiskLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((emailAddress: string) => stytch.call('post', '/v1/email/risk', { emailAddress })),
);
