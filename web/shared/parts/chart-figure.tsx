import { useEffect, useRef, useState, type ReactNode } from 'react';
import type { Chart, ChartConfiguration } from 'chart.js';
import { formatCell, formatDay } from '../format-cell.ts';
import { loadCharts } from '../load-charts.ts';
import type { ChartData } from '../turn-state.ts';

/** A chart with the same values as a table below it, for those who can't see the canvas or want the figures. */
export function ChartFigure({ chart, theme }: { readonly chart: ChartData; readonly theme: string }): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let made: Chart<'line' | 'bar' | 'doughnut', (number | null)[], string> | null = null;
    let gone = false;
    loadCharts().then(
      ({ Chart: Library }) => {
        if (canvas.current && !gone) made = new Library(canvas.current, configOf(chart, paletteOf(canvas.current)));
      },
      () => setFailed(true),
    );
    return () => {
      gone = true;
      made?.destroy();
    };
  }, [chart, theme]);
  return (
    <figure className={`card chart ${chart.kind}`}>
      <div className="chart-title">{chart.title}{chart.currency && <span className="unit"> {chart.currency}</span>}</div>
      <div className="canvas" hidden={failed}><canvas ref={canvas} role="img" aria-label={`${chart.kind} chart: ${chart.title}. The values are in the table below it.`} /></div>
      <details open={failed}>
        <summary>Values</summary>
        <div className="scroll" role="region" aria-label={`${chart.title}, values`} tabIndex={0}>
          <table>
            <thead><tr><th scope="col" />{chart.series.map((series) => <th key={series.label} scope="col" className="number">{series.label}</th>)}</tr></thead>
            <tbody>
              {chart.labels.map((label, index) => (
                <tr key={label + index}>
                  <th scope="row">{labelOf(label)}</th>
                  {chart.series.map((series) => <td key={series.label} className="number">{formatCell(series.values[index] ?? null, chart.unit, chart.currency)}</td>)}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </figure>
  );
}

/** A day as people write it, a code in words. */
const labelOf = (label: string): string => formatCell(formatDay(label), 'text');

interface Palette { readonly ink: string; readonly faint: string; readonly line: string; readonly surface: string; readonly series: readonly string[]; readonly font: string }

function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const of = (name: string): string => style.getPropertyValue(name).trim();
  return { ink: of('--ink'), faint: of('--ink-faint'), line: of('--line'), surface: of('--surface'), series: [1, 2, 3, 4, 5, 6, 7, 8].map((n) => of(`--series-${n}`)), font: style.fontFamily };
}

function configOf(chart: ChartData, palette: Palette): ChartConfiguration<'line' | 'bar' | 'doughnut', (number | null)[], string> {
  const colour = (index: number): string => palette.series[index % palette.series.length] ?? palette.ink;
  const round = chart.kind === 'doughnut';
  const show = (value: number): string => formatCell(value, chart.unit, chart.currency);
  const labels = chart.labels.map(labelOf);
  return {
    type: chart.kind,
    data: {
      labels,
      datasets: chart.series.map((series, index) => ({
        label: series.label, data: [...series.values],
        ...(round ? { backgroundColor: series.values.map((_value, at) => colour(at)), borderColor: palette.surface, borderWidth: 2 } : { backgroundColor: colour(index), borderColor: colour(index) }),
        ...(chart.kind === 'line' ? { borderWidth: 2, pointRadius: labels.length > 16 ? 0 : 2.5, pointHitRadius: 14, tension: 0.15, ...(index > 0 ? { borderDash: [5, 4] } : {}) } : {}),
        ...(chart.kind === 'bar' ? { borderRadius: 3, maxBarThickness: 34 } : {}),
      })),
    },
    options: {
      responsive: true, maintainAspectRatio: false, animation: false, font: { family: palette.font, size: 12 }, color: palette.ink,
      interaction: { mode: round ? 'nearest' : 'index', intersect: round },
      ...(round ? { cutout: '66%' } : { scales: scalesOf(chart, palette) }),
      plugins: {
        legend: { display: round || chart.series.length > 1, position: round ? 'right' : 'bottom', labels: { color: palette.ink, usePointStyle: true, pointStyle: 'circle', boxWidth: 8, boxHeight: 8, padding: 12, font: { family: palette.font, size: 12 } } },
        tooltip: { callbacks: { label: (item) => ` ${round ? item.label : item.dataset.label}: ${show(Number(item.raw))}` } },
      },
    },
  };
}

function scalesOf(chart: ChartData, palette: Palette): NonNullable<NonNullable<ChartConfiguration<'line'>['options']>['scales']> {
  const ticks = { color: palette.faint, font: { family: palette.font, size: 11 }, maxRotation: 0, autoSkipPadding: 18 };
  const compact = new Intl.NumberFormat('en-US', chart.unit === 'fraction' ? { style: 'percent', maximumFractionDigits: 1 } : { notation: 'compact', maximumFractionDigits: 1 });
  return {
    x: { grid: { display: false }, border: { color: palette.line }, ticks },
    y: { grid: { color: palette.line }, border: { display: false }, ticks: { ...ticks, maxTicksLimit: 6, callback: (value: string | number) => compact.format(Number(value)) } },
  };
}
