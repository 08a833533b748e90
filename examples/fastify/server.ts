import fastify, { type FastifyReply, type FastifyRequest } from 'fastify';
import { createGateway } from 'stytch-graphql';

const PATH = '/api/auth/graphql';
const gateway = createGateway({ GRAPHQL_PATH: PATH });

const app = fastify();
app.register(async (scope) => {
  // The gateway reads bodies itself.
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  const answer = (request: FastifyRequest, reply: FastifyReply) => {
    reply.hijack();
    gateway.handler(request.raw, reply.raw);
  };
  scope.all(PATH, answer);
  // GraphiQL's files.
  scope.all(`${PATH}/*`, answer);
});
app.get('/', () => 'A page of yours.');
app.addHook('onClose', gateway.close);

const port = Number(process.env['PORT'] ?? 3000);
await app.listen({ port });
console.log(`http://localhost:${port}${PATH}`);

process.once('SIGTERM', () => app.close());
