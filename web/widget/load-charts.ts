import type * as ChartLibrary from '../shared/chart-library.ts';

declare global {
  var StewardCharts: typeof ChartLibrary | undefined;
}

/** widget-charts.js lies beside widget.js. */
const address = document.currentScript instanceof HTMLScriptElement ? new URL('widget-charts.js', document.currentScript.src).href : '/widget-charts.js';
let loading: Promise<typeof ChartLibrary> | null = null;

/** Fetches the chart library once, with the first chart; a failed load can be tried again by the next chart. */
export function loadCharts(): Promise<typeof ChartLibrary> {
  loading ??= new Promise<typeof ChartLibrary>((resolve, reject) => {
    const fail = (): void => {
      loading = null;
      reject(new Error('The chart library did not load'));
    };
    const script = document.createElement('script');
    script.src = address;
    script.onload = () => (globalThis.StewardCharts ? resolve(globalThis.StewardCharts) : fail());
    script.onerror = fail;
    document.head.append(script);
  });
  return loading;
}
