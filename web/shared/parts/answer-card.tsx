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

/** The whole answer of a tool: figures with their method, facts, charts, tables, caveats. */
export function AnswerCard({ answer, theme, openerOf }: AnswerCardProps): ReactNode {
  const { title, asOf, figures, facts, charts, tables, caveats } = answer;
  return (
    <section className="answer-card" aria-label={title}>
      <header><h2>{title}</h2><span className="as-of">as of {formatDay(asOf)}</span></header>
      {figures.length > 0 && (
        <dl className="figures">
          {figures.map(({ key, label, value, unit, currency, method, reason }) => (
            <div key={key} title={value === null ? reason ?? method : method}><dt>{label}</dt><dd data-missing={value === null}>{value === null ? reason ?? 'Not available' : formatCell(value, unit, currency)}</dd></div>
          ))}
        </dl>
      )}
      {facts.length > 0 && <dl className="facts">{facts.map(({ key, label, value, kind }) => <div key={key}><dt>{label}</dt><dd>{value === null ? 'None on record' : formatCell(value, kind)}</dd></div>)}</dl>}
      {charts.map((chart) => <ChartFigure key={chart.key} chart={chart} theme={theme} />)}
      {tables.map((table) => {
        const opener = openerOf?.(table.key);
        return <DataTable key={table.key} table={table} {...(opener ? { opener } : {})} />;
      })}
      {caveats.length > 0 && <ul className="caveats">{caveats.map((caveat) => <li key={caveat}>{caveat}</li>)}</ul>}
    </section>
  );
}
