import { createGateway } from 'stytch-graphql';

const gateway = createGateway({ GRAPHQL_PATH: '/api/auth/graphql' });

const answer = (request: Request): Promise<Response> => gateway.fetch(request);

export { answer as GET, answer as HEAD, answer as OPTIONS, answer as POST };
