import { z } from 'zod';
import { answer } from '../../src/shared/answer.ts';
import { defineTool } from '../define-tool.ts';
import { countFigure, recordsTable } from '../service/records-table.ts';
import { fraction, period } from '../shared-inputs.ts';
import { concentrated, highCash, lossHarvest, nearGoal, offTarget, restrictedHolding } from './holding-screens.ts';
import { goalsOffTrack, holdsClass, holdsCurrency, holdsSector, holdsSecurity } from './holder-screens.ts';
import { churn, feesUnpaid, kycExpiring, negativeSentiment, notContacted, riskProfile, type ScreenContext, type Screened } from './screens.ts';

const SCREENS = {
  underweight: (context) => offTarget(context, 'under'), overweight: (context) => offTarget(context, 'over'), near_goal: nearGoal, not_contacted: notContacted, kyc_expiring: kycExpiring, negative_sentiment: negativeSentiment, high_cash: highCash,
  risk_profile: riskProfile, restricted_holding: restrictedHolding, concentrated, fees_unpaid: feesUnpaid, loss_harvest: lossHarvest, churn_risk: churn,
  goal_off_track: goalsOffTrack, holds_currency: holdsCurrency, holds_security: holdsSecurity, holds_asset_class: holdsClass, holds_sector: holdsSector,
} satisfies Record<string, (context: ScreenContext) => Promise<Screened>>;

const CRITERIA = Object.keys(SCREENS) as [keyof typeof SCREENS, ...(keyof typeof SCREENS)[]]; // the keys of the table above, at least one
const MOST = 200;

export const screenBook = defineTool({
  name: 'screen_book', effect: 'read', version: 2, roles: ['advisor', 'auditor'],
  purpose: 'Which clients of the book meet a criterion: off target, near a goal, not contacted, KYC expiring, unhappy, much cash, concentrated, unpaid fees \u2026',
  input: z.strictObject({
    criterion: z.enum(CRITERIA), assetClass: z.string().max(40).optional(), thresholdFraction: fraction.optional(), days: z.int().min(0).max(3650).optional(), period,
    value: z.union([z.string().max(60), z.number()]).optional().describe('Risk profile, currency, security, sector, or an amount'),
  }),
  async run({ criterion, ...input }, { db, clock }) {
    const { rows, columns, method, caveats = [] } = await SCREENS[criterion]({ db, today: clock.today(), input });
    const clients = new Set(rows.map((row) => row['client'])).size;
    return answer({
      title: `Clients: ${criterion.replaceAll('_', ' ')}`, asOf: clock.today(), caveats, figures: [countFigure('count', 'Clients', clients, clock.today(), method)],
      tables: [recordsTable('clients', 'Clients', { rows: rows.slice(0, MOST), total: rows.length }, columns, method)],
    });
  },
});
