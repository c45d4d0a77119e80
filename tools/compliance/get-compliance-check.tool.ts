import { z } from 'zod';
import { loadCheck } from '../../src/data/compliance/load-check.ts';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { fact, quotedFact } from '../portfolio/figures.ts';
import { quoted, recordsTable } from '../service/records-table.ts';

export const getComplianceCheck = defineTool({
  name: 'get_compliance_check', effect: 'read', version: 1, roles: ['advisor', 'auditor', 'admin'],
  purpose: 'One result of a compliance rule: what was found, evidence, rule version, legal basis, override and second consent.',
  input: z.strictObject({ check: z.string().trim().min(1).max(36).describe('Id, from list_compliance_checks or list_pending_consents') }),
  async run({ check: checkId }, { db, clock }) {
    const check = await loadCheck(db, checkId);
    return answer({
      title: `Compliance check: ${check.rule}`, asOf: clock.today(),
      facts: [
        fact('status', 'Status', check.standing), fact('result', 'Result', check.result.replaceAll('_', ' ')), fact('severity', 'Severity', check.severity), quotedFact('message', 'What was found', check.message), quotedFact('client', 'Client', check.client, 'name'),
        quotedFact('portfolio', 'Portfolio', check.portfolio, 'name'), fact('checkedOn', 'Checked', check.checkedOn, 'date'), fact('dueAgainOn', 'Time alone may change it on', check.dueAgainOn, 'date'), fact('trigger', 'Set off by', check.trigger.replaceAll('_', ' ')),
        fact('releasedBy', 'What can release it', check.releasedBy.replaceAll('_', ' ')), fact('consentOf', 'Second consent asked of', check.consentOf), quotedFact('overriddenBy', 'Overridden by', check.overriddenBy, 'name'),
        fact('overriddenOn', 'Overridden', check.overriddenOn, 'date'), quotedFact('reason', 'Reason', check.reason), quotedFact('consentBy', 'Second consent by', check.consentBy, 'name'), fact('consentOn', 'Consented', check.consentOn, 'date'),
        fact('ruleVersion', 'Rule', `${check.ruleId} version ${check.ruleVersion}, set ${check.ruleSet}`), fact('legalBasis', 'Legal basis', check.legalBasis.length > 0 ? check.legalBasis.join('; ') : null),
        fact('inputsHash', 'Hash of what was judged', check.inputsHash, 'id'), fact('id', 'Id', check.id, 'id'),
      ],
      tables: [recordsTable('evidence', 'Evidence', { rows: check.evidence, total: check.evidence.length }, [['name', 'Figure or fact'], ['value', 'Value', 'text', quoted]], 'as the rule kept it')],
    });
  },
});
