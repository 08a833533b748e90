/** Normal form of a name: trimmed, Unicode NFKC, lower case: `ＡDA@b.example -> ada@b.example`. */
export const normalName = (name: string): string => name.trim().normalize('NFKC').toLowerCase();
