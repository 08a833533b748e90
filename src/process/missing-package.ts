/** Messages for optional packages that the settings need but that are not installed. */
import { ConfigError } from './config-error.ts';

const words = /^Cannot find package '([^']+)'/;

/** Converts the error for a missing package to a ConfigError; returns other errors unchanged. */
export function missingPackage(error: unknown): unknown {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  const name = isMissing ? words.exec(error.message)?.[1] : undefined;
  return name === undefined ? error : new ConfigError(`The settings need the package ${name}: npm install ${name}`);
}
