/** What the operator is told of a package that only some settings need, where it was left out. */
import { ConfigError } from './config-error.ts';

const words = /^Cannot find package '([^']+)'/;

/** The error as a line, if it is about such a package; else as it is. */
export function missingPackage(error: unknown): unknown {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
  const name = isMissing ? words.exec(error.message)?.[1] : undefined;
  return name === undefined ? error : new ConfigError(`The settings need the package ${name}: npm install ${name}`);
}
