const gateway = process.env['GATEWAY'] ?? 'http://localhost:4000';

export default {
  rewrites: async () => [{ source: '/graphql', destination: `${gateway}/graphql` }],
};
