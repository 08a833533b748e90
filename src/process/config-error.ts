/** Invalid settings. The message is for an operator at a terminal and contains no value of a setting, except ports. */
export class ConfigError extends Error {}
