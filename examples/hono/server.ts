import { serve } from '@hono/node-server';
import { getConnInfo } from '@hono/node-server/conninfo';
import { Hono } from 'hono';
import { createGateway } from 'stytch-graphql';

const PATH = '/api/auth/graphql';
const gateway = createGateway({ GRAPHQL_PATH: PATH });

const app = new Hono();
// The path itself, and GraphiQL's files below it.
app.all(`${PATH}/*`, (context) => gateway.fetch(context.req.raw, { address: getConnInfo(context).remote.address }));
app.get('/', (context) => context.text('A page of yours.'));

const server = serve({ fetch: app.fetch, port: Number(process.env['PORT'] ?? 3000) }, ({ port }) => {
  console.log(`http://localhost:${port}${PATH}`);
});

process.once('SIGTERM', () => server.close(() => gateway.close()));
