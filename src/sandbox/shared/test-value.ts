/** Test values that Stytch documents: an email address, a phone number and the passcode that both always get. */
export const testEmail = 'sandbox@stytch.com';
export const testPhone = '+10000000000';
export const testCode = '000000';

/** Magic link token of the test address, valid any number of times, and a token that is never valid. */
export const testLink = 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=';
export const deadTestLink = '3pzjQpgksDlGKWEwUq2Up--hCHC_0oamfLHyfspKDFU=';

/** Consumer project: user of the test address and number, and that user's recovery code. */
export const testUserId = 'user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd';
export const testRecoveryCode = 'a1b2-c3d4-e5f6';

/** Consumer project: session token of the test address, which never expires. */
export const testSessionToken = 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY';

/** Consumer project: wallet of the test address, and the prefix of every signature accepted for it. */
export const testWallet = 'ethereum 0x6df2db4fb3da35d241901bd53367770bf03123f1';
const testSignature = '0x0c4f82edc3c818b6beff4b89e0682994e5878074609903cecdfb';
export const isTestSignature = (signature: string): boolean => signature.toLowerCase().startsWith(testSignature);

/** Consumer project: OAuth token of the test address, valid any number of times. */
export const testOauthToken = 'hdPVZHHX0UoRa7hJTuuPHi1vlddffSnoweRbVFf5-H8g';
