/** The settings are wrong. The message is for an operator at a terminal and holds no value that was set, ports aside. */
export class ConfigError extends Error {}
