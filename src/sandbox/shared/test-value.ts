/** What Stytch documents for testing: an address, a number and the one passcode that both ever get. */
export const testEmail = 'sandbox@stytch.com';
export const testPhone = '+10000000000';
export const testCode = '000000';

/** The magic link of that address, which works as often as one likes, and one that never does. */
export const testLink = 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=';
export const deadTestLink = '3pzjQpgksDlGKWEwUq2Up--hCHC_0oamfLHyfspKDFU=';

/** In a consumer project: the user of both, and the recovery code of that user's authenticator app. */
export const testUserId = 'user-test-e3795c81-f849-4167-bfda-e4a6e9c280fd';
export const testRecoveryCode = 'a1b2-c3d4-e5f6';

/** The session of that address in a consumer project. It never ends. */
export const testSessionToken = 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY';

/** The wallet of that address, and how any signature begins that it is taken for having made. */
export const testWallet = 'ethereum 0x6df2db4fb3da35d241901bd53367770bf03123f1';
const testSignature = '0x0c4f82edc3c818b6beff4b89e0682994e5878074609903cecdfb';
export const isTestSignature = (signature: string): boolean => signature.toLowerCase().startsWith(testSignature);

/** The OAuth token of that address in a consumer project, which works as often as one likes. */
export const testOauthToken = 'hdPVZHHX0UoRa7hJTuuPHi1vlddffSnoweRbVFf5-H8g';
