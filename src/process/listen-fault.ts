/** Messages for ports that cannot be opened. */
import { ConfigError } from './config-error.ts';

/** The variables with the listen address; without `host` the server listens on loopback. */
export interface ListenSettings {
  readonly host?: string;
  readonly port: string;
}

/**
 * Converts the error of a listening socket to a ConfigError.
 *
 * @throws ConfigError, or the error itself if it has another cause
 */
export function listenFault(error: unknown, { host, port }: ListenSettings, number: number): never {
  const { code, syscall } = error instanceof Error ? socketFacts(error) : {};
  if (code === 'EADDRINUSE') throw new ConfigError(`Port ${number} is in use; set ${port} to a free port.`);
  if (code === 'EACCES')
    throw new ConfigError(`Port ${number} requires more privileges; set ${port} to a port above 1023.`);
  if (host !== undefined && (syscall === 'listen' || syscall === 'getaddrinfo')) {
    throw new ConfigError(`${host} must be an address of this machine, such as 127.0.0.1, 0.0.0.0 or ::1 (${code}).`);
  }
  throw error;
}

const socketFacts = (error: Error & { code?: unknown; syscall?: unknown }) => ({
  code: typeof error.code === 'string' ? error.code : undefined,
  syscall: typeof error.syscall === 'string' ? error.syscall : undefined,
});

/** The URL of a server, for people to open. */
export const addressOf = (host: string, port: number): string => {
  const name = host === '127.0.0.1' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
};
