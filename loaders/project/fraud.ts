import type { RestInput } from '../../src/stytch/contract/types.ts';
import { nullIfNotFound, unbatchedLoader } from '../batch.ts';
import { defineLoader } from '../loader.ts';

/** What a fingerprint is looked up by, and what is to be remembered with the lookup. */
export type FingerprintKey = RestInput<'post', '/v1/fingerprint/lookup'>;

/** Fingerprints of devices; null where Stytch knows of none, or of none any more. */
export const deviceFingerprintLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((key: FingerprintKey) => nullIfNotFound(stytch.call('post', '/v1/fingerprint/lookup', key))),
);

/** How far email addresses are to be trusted. */
export const emailRiskLoader = defineLoader(({ stytch }) =>
  unbatchedLoader((emailAddress: string) => stytch.call('post', '/v1/email/risk', { emailAddress })),
);
