/** The chart library, fetched with the first chart: most conversations never need it. The widget's build puts its own loader in this place. */
export async function loadCharts(): Promise<typeof import('./chart-library.ts')> {
  return import('./chart-library.ts');
}
