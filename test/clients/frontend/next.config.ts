const gateway = process.env['GATEWAY'] ?? 'http://localhost:4000';

export default {
  rewrites: async () => [{ source: '/graphql/:path*', destination: `${gateway}/graphql/:path*` }],
};
