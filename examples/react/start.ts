/** Starts what the page needs: the gateway, over a sandbox where no project is set, and Vite, which passes requests on to it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createGateway } from 'stytch-graphql';
import { createServer as createVite } from 'vite';

const { PORT = '5173', API_PORT = '4000', SANDBOX_PORT = '4010' } = process.env;

const gateway = createGateway({ SANDBOX_PORT: Number(SANDBOX_PORT), LOG_LEVEL: 'warn' });
const server = createServer(gateway.handler).listen(Number(API_PORT), 'localhost');
await once(server, 'listening');
await gateway.ready();

const vite = await createVite({ server: { port: Number(PORT), strictPort: true } });
await vite.listen();
console.log(`Roster is at http://localhost:${PORT}/ and GraphiQL at http://localhost:${API_PORT}/graphql`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    server.close();
    void Promise.all([vite.close(), gateway.close()]).then(() => process.exit(0));
  });
}
