import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const SERVER = process.env.PERDURA_WEB_URL ?? 'http://127.0.0.1:8080';

/** The built UI goes to `ui/dist`, which the API serves; `vite --config ui/vite.config.ts` develops against a running installation. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    cssCodeSplit: false,
    // Plotly is one 4.7 MB file that is only fetched by pages which draw plots.
    chunkSizeWarningLimit: 5000,
  },
  server: {
    // Pure rules that the pages share with the server lie beside this folder.
    fs: { allow: ['..'] },
    proxy: Object.fromEntries(['/api', '/files', '^/v\\d'].map((path) => [path, { target: SERVER, changeOrigin: true }])),
  },
});
