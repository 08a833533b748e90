/** The fields of the graph that hold a secret. */

/** Whether a field is marked `@secret`. */
export const isSecret = ({ extensions }: { extensions: Readonly<Record<string, unknown>> }): boolean => {
  const { directives } = extensions;
  return typeof directives === 'object' && directives !== null && 'secret' in directives;
};
