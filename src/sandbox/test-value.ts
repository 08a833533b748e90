/** What Stytch documents for testing: an address, a number and the one passcode that both ever get. */
export const testEmail = 'sandbox@stytch.com';
export const testPhone = '+10000000000';
export const testCode = '000000';

/** The magic link of that address, which works as often as one likes, and one that never does. */
export const testLink = 'DOYoip3rvIMMW5lgItikFK-Ak1CfMsgjuiCyI7uuU94=';
export const deadTestLink = '3pzjQpgksDlGKWEwUq2Up--hCHC_0oamfLHyfspKDFU=';

/** The session of that address in a consumer project. It never ends. */
export const testSessionToken = 'WJtR5BCy38Szd5AfoDpf0iqFKEt4EE5JhjlWUY7l3FtY';
