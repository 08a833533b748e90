import { defineConfig } from 'vite';

export default defineConfig({
  server: { proxy: { '/graphql': process.env['GATEWAY'] ?? 'http://localhost:4000' } },
});
