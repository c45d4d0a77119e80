import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { saveReportRequest } from '../../src/data/documents/save-report.ts';
import { answer } from '../../src/shared/answer.ts';
import { withIds } from '../bound-names.ts';
import { defineTool, type ToolContext } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { reportInput, reportPeriod, storedReportKind, type ReportInput } from './report-kinds.ts';

export const requestReport = defineTool({
  name: 'request_report', effect: 'write', version: 1, roles: ['client', 'advisor'],
  purpose: 'Asks for a report to be produced and filed. draft_report shows one at once.',
  input: reportInput,
  bind: withIds,
  async preview(asked, context) {
    return (await prepare(asked, context)).shown('Report to be asked for', 'to be asked for');
  },
  async run(asked, context) {
    const { request, shown } = await prepare(asked, context);
    const id = await saveReportRequest(context.db, request, context);
    return shown('Report asked for', 'asked for', id);
  },
});

async function prepare(asked: ReportInput, { db, clock }: ToolContext) {
  const subject = await loadClientSubject(db, asked);
  const period = reportPeriod(asked, clock.today());
  const title = `${asked.kind.replaceAll('_', ' ')}, ${period.label}`;
  const request = { clientId: subject.clientId, portfolioId: subject.portfolioId, kind: storedReportKind(asked.kind), title: `${title.slice(0, 1).toUpperCase()}${title.slice(1)}`, period };
  const shown = (heading: string, state: string, id?: string) => answer({
    title: heading, asOf: clock.today(),
    facts: [
      fact('report', 'Report', request.title), quotedFact('subject', 'About', subject.label, 'name'), fact('from', 'From', period.from, 'date'), fact('to', 'To', period.to, 'date'), fact('before', 'Before', null), fact('after', 'After', `report ${state}`),
      ...(id === undefined ? [] : [fact('id', 'Id', id, 'id')]),
    ],
  });
  return { request, shown };
}
