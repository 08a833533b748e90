import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { API_PORT = '4000', SANDBOX_PORT = '4010', STYTCH_PROJECT_ID } = process.env;

// The page and the gateway are of one origin, as they would be behind one host in production, so nothing needs CORS.
const proxy = {
  '/graphql': `http://localhost:${API_PORT}`,
  // Where mails and texts of the sandbox can be read; there is none over a project.
  '/sandbox': { target: `http://127.0.0.1:${SANDBOX_PORT}`, changeOrigin: true },
};

export default defineConfig({
  plugins: [react()],
  define: { 'import.meta.env.SANDBOX': JSON.stringify(!STYTCH_PROJECT_ID) },
  server: { host: 'localhost', proxy },
  preview: { host: 'localhost', proxy },
});
