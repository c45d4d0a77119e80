import { build, type InlineConfig } from 'vite';
import react from '@vitejs/plugin-react';
import { rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname);
const outDir = resolve(root, '../dist/web');
const production = { 'process.env.NODE_ENV': '"production"' };

/** The pages: console at `/`, the audit console, and the page that shows how a firm embeds the widget. */
export const pagesConfig: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [react()],
  build: {
    outDir, emptyOutDir: true, target: 'es2022', reportCompressedSize: false, chunkSizeWarningLimit: 900,
    // The pages' security policy allows no inline script, so the module preload helper is left out.
    modulePreload: { polyfill: false },
    rolldownOptions: { input: { console: join(root, 'console/index.html'), demo: join(root, 'widget/embed-demo.html') } },
  },
};

/** React's interface by Preact: with React itself, the widget and its charts would not fit one small file. */
const preact = {
  'react/jsx-runtime': 'preact/jsx-runtime', 'react-dom/client': 'preact/compat/client', 'react-dom': 'preact/compat', react: 'preact/compat',
};

/** The widget: one classic script with everything inside, charts too, since a firm's page loads it with a plain script tag. */
export const widgetConfig: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  resolve: { alias: preact },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  define: production,
  build: {
    outDir, emptyOutDir: false, target: 'es2022', reportCompressedSize: false, copyPublicDir: false,
    lib: { entry: join(root, 'widget/steward-chat.tsx'), formats: ['iife'], name: 'StewardChat', fileName: () => 'widget.js' },
  },
};

/** Builds dist/web: index.html, embed-demo.html, assets/ and widget.js. */
export async function buildWeb(): Promise<void> {
  const { NODE_ENV } = process.env;
  // Vite compiles for React's development build under any other value, also when a test or a development server asks for the build.
  process.env['NODE_ENV'] = 'production';
  try {
    await buildAll();
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = NODE_ENV;
  }
}

async function buildAll(): Promise<void> {
  await build(pagesConfig);
  await rename(join(outDir, 'console/index.html'), join(outDir, 'index.html'));
  await rename(join(outDir, 'widget/embed-demo.html'), join(outDir, 'embed-demo.html'));
  await Promise.all(['console', 'widget'].map((folder) => rm(join(outDir, folder), { recursive: true, force: true })));
  await build(widgetConfig);
}

if (import.meta.main) await buildWeb();
