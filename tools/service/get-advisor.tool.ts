import { z } from 'zod';
import { loadAdvisorsOf } from '../../src/data/clients/load-profile.ts';
import { loadClientSubject } from '../../src/data/clients/load-subject.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact } from '../portfolio/figures.ts';
import { client } from '../shared-inputs.ts';
import { recordsTable } from './records-table.ts';

export const getAdvisor = defineTool({
  name: 'get_advisor', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Who advises a client, since when, and how to reach them.',
  input: z.strictObject({ client }),
  async run(input, { db, clock }) {
    const subject = await loadClientSubject(db, input);
    const advisors = await loadAdvisorsOf(db, subject.clientId, clock.today());
    const [first] = advisors;
    return answer({
      title: `Advisor of ${subject.label}`, asOf: clock.today(), caveats: first ? [] : ['No advisor is assigned today.'],
      facts: [
        fact('advisorName', 'Advisor', first?.name ?? null, 'name'), fact('phone', 'Phone', first?.phone ?? null), fact('email', 'E-mail', first?.email ?? null), fact('since', 'Since', first?.since ?? null, 'date'),
        fact('office', 'Office', first?.office ?? null),
      ],
      tables: advisors.length > 1 ? [recordsTable('advisors', 'Advisors', { rows: advisors, total: advisors.length }, [['name', 'Advisor', 'name'], ['role', 'Role'], ['since', 'Since', 'date'], ['phone', 'Phone'], ['email', 'E-mail']])] : [],
    });
  },
});
