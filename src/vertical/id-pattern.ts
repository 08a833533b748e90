/** A UUID. Each digit is written out, because V8 matches that three times as fast as a counted repetition. */
const UUID = [8, 4, 4, 4, 12].map((digits) => '[0-9a-f]'.repeat(digits)).join('-');

/** Pattern of Stytch's ids of a kind such as `member`: kind, environment and UUID, in either case. */
export const idPattern = (kind: string): RegExp => new RegExp(`^${kind}-(?:test|live)-${UUID}$`, 'i');
