/** The first name that a query has more than once; undefined if each comes once. */
export const repeatedName = (query: string): string | undefined => {
  const names = [...new URLSearchParams(query).keys()];
  return names.find((name, at) => names.indexOf(name) !== at);
};
