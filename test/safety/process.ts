/** The gateway as an operator runs it: a separate process whose output a test reads. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** A running program. */
export interface RunningGateway {
  readonly pid: number;
  /** All output up to now, of stdout and stderr. */
  printed: () => string;
  /** Its exit code, once it has ended. */
  ended: Promise<number | null>;
  stop: () => Promise<void>;
}

/** Starts the program with only this environment. Resolves once it has printed `until`, or has ended. */
export async function startPlainGateway(
  environment: Record<string, string>,
  until: RegExp,
  args: readonly string[] = [],
): Promise<RunningGateway> {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, ['src/process/main.js', ...args], { cwd: root, env: { PATH, ...environment } });
  let printed = '';
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const seen = new Promise<void>((resolve) => {
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (chunk: Buffer) => {
        printed += chunk;
        if (until.test(printed)) resolve();
      });
    }
  });
  await Promise.race([seen, ended]);
  return {
    pid: child.pid ?? 0,
    printed: () => printed,
    ended,
    stop: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A port without a listener. */
export async function freePort(): Promise<number> {
  const server = createSocketServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

/** A Stytch that rejects every call and repeats the request in its error message: the worst case for logs. */
export async function startEchoStytch(): Promise<{ origin: string; heard: () => number; close: () => void }> {
  let heard = 0;
  const server = createServer(async (request, response) => {
    heard += 1;
    const body = await textOf(request);
    response.writeHead(500, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        status_code: 500,
        request_id: `request-id-test-${heard}`,
        error_type: 'internal_server_error',
        error_message: `${body} ${request.url} ${JSON.stringify(request.headers)}`,
        error_url: 'https://stytch.com/docs/api/errors/500',
      }),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    origin: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    heard: () => heard,
    close: () => server.closeAllConnections(),
  };
}
