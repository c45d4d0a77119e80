import { build, type InlineConfig, type Plugin } from 'vite';
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

/** Turns the shared loader of the chart library into the widget's own. */
const widgetCharts: Plugin = {
  name: 'widget-charts',
  enforce: 'pre',
  resolveId: (source) => (source.endsWith('/load-charts.ts') && !source.startsWith('/') ? join(root, 'widget/load-charts.ts') : null),
};

/** The chart library for the widget: a second script, which the first one loads when a chart is to be shown. */
export const widgetChartsConfig: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  define: production,
  build: {
    outDir, emptyOutDir: false, target: 'es2022', reportCompressedSize: false, copyPublicDir: false,
    lib: { entry: join(root, 'shared/chart-library.ts'), formats: ['iife'], name: 'StewardCharts', fileName: () => 'widget-charts.js' },
  },
};

/** The widget: one classic script with everything but the chart library inside, since a firm's page loads it with a plain script tag. */
export const widgetConfig: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  plugins: [react(), widgetCharts],
  define: production,
  build: {
    outDir, emptyOutDir: false, target: 'es2022', reportCompressedSize: false, copyPublicDir: false,
    lib: { entry: join(root, 'widget/steward-chat.tsx'), formats: ['iife'], name: 'StewardChat', fileName: () => 'widget.js' },
  },
};

/** Builds dist/web: index.html, embed-demo.html, assets/, widget.js and widget-charts.js. */
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
  await build(widgetChartsConfig);
}

if (import.meta.main) await buildWeb();
