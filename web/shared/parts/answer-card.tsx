import type { ReactNode } from 'react';
import type { ToolAnswer } from '../../../src/contract/http-api.ts';
import { formatCell, formatDay } from '../format-cell.ts';
import { ChartFigure } from './chart-figure.tsx';
import { DataTable, type RowOpener } from './data-table.tsx';

interface AnswerCardProps {
  readonly answer: ToolAnswer;
  readonly theme: string;
  /** What opens when a row of a table is chosen; undefined for tables that lead nowhere. */
  readonly openerOf?: (tableKey: string) => RowOpener | undefined;
}

type Figures = ToolAnswer['figures'];
type Facts = ToolAnswer['facts'];

/** Figures shown at once; the others are one click away. */
const FIRST_FIGURES = 8;
/** A fact longer than this is prose and gets the whole width. */
const LONG_FACT = 70;

/** The whole answer of a tool: what it says in words, figures with their method, charts, tables, caveats. */
export function AnswerCard({ answer, theme, openerOf }: AnswerCardProps): ReactNode {
  const { title, asOf, figures, facts, charts, tables, caveats } = answer;
  const more = figures.slice(FIRST_FIGURES);
  return (
    <section className="answer-card" aria-label={title}>
      <header><h2>{title}</h2><span className="as-of">as of {formatDay(asOf)}</span></header>
      <FactList facts={facts} />
      <FigureList figures={figures.slice(0, FIRST_FIGURES)} />
      {more.length > 0 && <details className="more-figures"><summary>{more.length} more figures</summary><FigureList figures={more} /></details>}
      {charts.map((chart) => <ChartFigure key={chart.key} chart={chart} theme={theme} />)}
      {tables.map((table) => {
        const opener = openerOf?.(table.key);
        return <DataTable key={table.key} table={table} {...(opener ? { opener } : {})} />;
      })}
      {caveats.length > 0 && <ul className="caveats">{caveats.map((caveat) => <li key={caveat}>{caveat}</li>)}</ul>}
    </section>
  );
}

function FactList({ facts }: { readonly facts: Facts }): ReactNode {
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map(({ key, label, value, kind }) => {
        const shown = value === null ? 'None on record' : formatCell(value, kind);
        return <div key={key} data-long={shown.length > LONG_FACT} data-missing={value === null}><dt>{label}</dt><dd>{shown}</dd></div>;
      })}
    </dl>
  );
}

function FigureList({ figures }: { readonly figures: Figures }): ReactNode {
  if (figures.length === 0) return null;
  return (
    <dl className="figures">
      {figures.map(({ key, label, value, unit, currency, method, reason }, index) => (
        <div key={`${key}-${index}`} title={value === null ? reason ?? method : method}><dt>{label}</dt><dd data-missing={value === null}>{value === null ? reason ?? 'Not available' : formatCell(value, unit, currency)}</dd></div>
      ))}
    </dl>
  );
}
