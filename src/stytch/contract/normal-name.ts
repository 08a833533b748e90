/** The normal form of a name. Spaces around a name, capitals and forms of Unicode do not make another: `ＡDA@b.example ` is `ada@b.example`. */
export const normalName = (name: string): string => name.trim().normalize('NFKC').toLowerCase();
