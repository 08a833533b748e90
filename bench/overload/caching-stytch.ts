/**
 * The simulated Stytch under an overloaded gateway: each distinct request is sent to the sandbox once, and its response
 * is replayed, so that the gateway is the bottleneck. Prints its URL, and the settings of a gateway over it.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { startSandbox } from '../../src/sandbox/index.ts';

/** Number of members of the queried organization, in addition to those of the sandbox. */
const MEMBERS = 200;

interface RecordedResponse {
  status: number;
  body: Buffer;
}

const sandbox = await startSandbox({ port: 0 });
const authorization = `Basic ${Buffer.from(`${sandbox.projectId}:${sandbox.secret}`).toString('base64')}`;
const [organization] = (await sandbox.world()).organizations;

for (let number = 0; number < MEMBERS; number += 1) {
  await fetch(`${sandbox.origin}/v1/b2b/organizations/${organization?.organization_id}/members`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ email_address: `person.${number}@fernhill.example`, name: `Person ${number}` }),
  });
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
};

const ask = async (method: string, url: string, body: string): Promise<RecordedResponse> => {
  const response = await fetch(`${sandbox.origin}${url}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    ...(body === '' ? {} : { body }),
  });
  return { status: response.status, body: Buffer.from(await response.arrayBuffer()) };
};

const answers = new Map<string, Promise<RecordedResponse>>();

const server = createServer(async (request, response) => {
  const { method = 'GET', url = '/' } = request;
  const sent = await textOf(request);
  const key = `${method} ${url} ${sent}`;
  const answer = answers.get(key) ?? ask(method, url, sent);
  answers.set(key, answer);
  const { status, body } = await answer;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
});
server.keepAliveTimeout = 600_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
const address = server.address();
const port = typeof address === 'object' && address ? address.port : 0;
process.stdout.write(
  `${JSON.stringify({ origin: `http://127.0.0.1:${port}`, projectId: sandbox.projectId, secret: sandbox.secret })}\n`,
);
