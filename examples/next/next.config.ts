import type { NextConfig } from 'next';

const config: NextConfig = {
  // It finds GraphiQL's files beside its own code, so it is not bundled.
  serverExternalPackages: ['stytch-graphql'],
};

export default config;
