/** Who may read the schema: everyone, known callers, or no one. */
export type IntrospectionMode = 'on' | 'callers' | 'off';
