import express from 'express';
import { createGateway } from 'stytch-graphql';

const PATH = '/api/auth/graphql';
const gateway = createGateway({ GRAPHQL_PATH: PATH });

const app = express();
// Before whatever parses bodies: the gateway reads its own.
app.use(PATH, gateway.handler);
app.use(express.json());
app.get('/', (_request, response) => {
  response.send('A page of yours.');
});

const port = Number(process.env['PORT'] ?? 3000);
const server = app.listen(port, () => {
  console.log(`http://localhost:${port}${PATH}`);
});

process.once('SIGTERM', () => server.close(() => gateway.close()));
