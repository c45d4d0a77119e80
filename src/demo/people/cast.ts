import type { InvestmentObjective } from './cast-types.ts';
import type { CastClient } from './cast-types.ts';

export const ADVISORS = [
  { key: 'sofia', fullName: 'Sofia Lindqvist', title: 'Senior Wealth Advisor', office: 'New York', country: 'US', phone: '+12125550141', languages: 'en sv es', licence: 'CRD 5550141' },
  { key: 'daniel', fullName: 'Daniel Okafor', title: 'Wealth Advisor', office: 'London', country: 'GB', phone: '+442079460142', languages: 'en fr', licence: 'FCA DOX01420' },
  { key: 'claire', fullName: 'Claire Fontaine', title: 'Private Banker', office: 'Geneva', country: 'CH', phone: '+41225550143', languages: 'fr de it en', licence: 'CH-KB-55143' },
  { key: 'kenji', fullName: 'Kenji Nakamura', title: 'Wealth Advisor', office: 'Toronto', country: 'CA', phone: '+14165550144', languages: 'en ja fr', licence: 'CIRO 5550144' },
] as const;

type Row = readonly [
  key: string, kind: CastClient['kind'], first: string | null, last: string | null, advisor: number, country: string, currency: string, risk: CastClient['risk'],
  objective: InvestmentObjective, wealth: number, portfolios: readonly string[], stories?: readonly CastClient['stories'][number][],
];

/** wealth: what the portfolios hold together at the start, in thousands of US dollars; a portfolio is "Name | strategy | kind | currency". */
const ROWS: readonly Row[] = [
  ['marchetti', 'individual', 'Elena', 'Marchetti', 0, 'US', 'USD', 'growth', 'growth', 820, ['Long-Term Growth | growth | taxable', 'Retirement Income | income | retirement'], ['chats', 'risk_changed']],
  ['whitfield-j', 'individual', 'James', 'Whitfield', 0, 'US', 'USD', 'aggressive', 'growth', 1_450, ['Technology Growth | aggressive | taxable', 'Rainy Day Reserve | conservative | savings'], ['concentrated', 'chats']],
  ['whitfield-a', 'individual', 'Anna', 'Whitfield', 0, 'US', 'USD', 'moderate', 'balanced', 410, ['Core Portfolio | moderate | taxable'], ['chats']],
  ['kowalski', 'individual', 'Anna', 'Kowalski', 0, 'US', 'USD', 'balanced', 'balanced', 360, ['House Fund | balanced | taxable'], ['near_goal']],
  ['hale', 'joint', 'Robert', 'Hale', 0, 'US', 'USD', 'balanced', 'balanced', 980, ['Family Growth | growth | taxable', 'Family Growth Plus | growth | taxable'], ['similar_names', 'campaign']],
  ['bell', 'individual', 'Marcus', 'Bell', 0, 'US', 'USD', 'growth', 'growth', 640, ['Opportunities | aggressive | taxable'], ['harvest', 'chats']],
  ['raman', 'individual', 'Priya', 'Raman', 0, 'US', 'USD', 'growth', 'growth', 530, ['Growth Portfolio | growth | taxable', 'College Savings | balanced | education'], ['wash_sale', 'risk_changed']],
  ['alder', 'trust', null, 'The Alder Family Trust', 0, 'US', 'USD', 'conservative', 'preservation', 2_600, ['Preservation | conservative | trust', 'Income Sleeve | income | trust', 'Legacy Growth | growth | trust'], ['campaign']],
  ['hastings-o', 'individual', 'Oliver', 'Hastings', 1, 'GB', 'GBP', 'balanced', 'growth', 760, ['General Investment | balanced | taxable', 'Pension Drawdown | income | retirement'], ['kyc_expired', 'chats']],
  ['hastings-e', 'individual', 'Emma', 'Hastings', 1, 'GB', 'GBP', 'moderate', 'income', 340, ['Savings Portfolio | moderate | savings'], ['kyc_expiring']],
  ['clarke', 'individual', 'Emma', 'Clarke', 1, 'GB', 'GBP', 'growth', 'growth', 610, ['Global Growth | growth | taxable', 'Sustainable Future | balanced | taxable'], ['chats', 'risk_changed', 'esg']],
  ['adeyemi', 'individual', 'Thomas', 'Adeyemi', 1, 'GB', 'GBP', 'aggressive', 'speculation', 420, ['High Conviction | aggressive | taxable'], ['risk_breach', 'wash_sale']],
  ['webb', 'joint', 'Charlotte', 'Webb', 1, 'GB', 'GBP', 'balanced', 'balanced', 890, ['Joint Portfolio | balanced | taxable', 'School Fees | moderate | education'], ['near_goal', 'campaign']],
  ['rahman', 'individual', 'Nadia', 'Rahman', 1, 'GB', 'GBP', 'moderate', 'balanced', 380, ['Steady Growth | moderate | taxable'], ['sour', 'chats', 'harvest']],
  ['eriksen', 'individual', 'Lars', 'Eriksen', 1, 'NO', 'EUR', 'balanced', 'growth', 700, ['Nordic Balance | balanced | taxable', 'Energy Transition | growth | taxable'], ['missing_rate']],
  ['pemberton', 'trust', null, 'Pemberton Education Trust', 1, 'GB', 'GBP', 'moderate', 'preservation', 1_300, ['Endowment | moderate | trust', 'Bursary Fund | conservative | trust'], ['campaign']],
  ['bernasconi', 'individual', 'Luca', 'Bernasconi', 2, 'CH', 'CHF', 'growth', 'growth', 1_150, ['Swiss Growth | growth | taxable', 'Vorsorge | moderate | retirement'], ['restricted', 'chats']],
  ['dubois', 'individual', 'Marie', 'Dubois', 2, 'FR', 'EUR', 'conservative', 'income', 450, ['Patrimoine | conservative | taxable'], ['not_contacted']],
  ['lefevre', 'individual', 'Marie', 'Lefèvre', 2, 'FR', 'EUR', 'balanced', 'balanced', 720, ['Croissance | growth | taxable', 'Assurance Vie | balanced | savings'], ['chats', 'risk_changed']],
  ['vogel-s', 'individual', 'Stefan', 'Vogel', 2, 'DE', 'EUR', 'growth', 'growth', 830, ['Wachstum | growth | taxable', 'Dividenden | income | taxable'], ['fees_unpaid']],
  ['vogel-k', 'individual', 'Katharina', 'Vogel', 2, 'DE', 'EUR', 'moderate', 'balanced', 390, ['Basisdepot | moderate | taxable'], ['kyc_expired', 'sour']],
  ['delacroix', 'individual', 'Hugo', 'Delacroix', 2, 'CH', 'CHF', 'aggressive', 'speculation', 940, ['Frontier | aggressive | taxable', 'Core Holdings | balanced | taxable'], ['stale_price', 'risk_breach']],
  ['montclair', 'trust', null, 'Fondation Montclair', 2, 'CH', 'CHF', 'conservative', 'preservation', 3_800, ['Fonds Principal | conservative | trust', 'Fonds de Bourses | income | trust', 'Reserve | conservative | trust'], ['campaign']],
  ['tanaka', 'individual', 'Yuki', 'Tanaka', 3, 'JP', 'JPY', 'balanced', 'balanced', 560, ['Core Assets | balanced | taxable', 'Home Purchase | moderate | savings'], ['chats']],
  ['tremblay', 'individual', 'Grace', 'Tremblay', 3, 'CA', 'CAD', 'growth', 'growth', 300, ['Growth RRSP | growth | retirement', 'Freedom Fund | growth | taxable'], ['far_goal', 'chats']],
  ['chen', 'individual', 'David', 'Chen', 3, 'CA', 'CAD', 'balanced', 'growth', 520, ['Balanced Core | balanced | taxable'], ['under_target', 'chats']],
  ['morrison', 'individual', 'David', 'Morrison', 3, 'CA', 'CAD', 'moderate', 'balanced', 440, ['Registered Savings | moderate | retirement', 'Flexible Account | balanced | taxable'], ['risk_changed', 'fees_unpaid']],
  ['sato', 'joint', 'Hiroshi', 'Sato', 3, 'JP', 'JPY', 'moderate', 'income', 480, ['Household Portfolio | moderate | taxable'], ['campaign']],
  ['gagnon', 'individual', 'Isabelle', 'Gagnon', 3, 'CA', 'CAD', 'conservative', 'preservation', 350, ['Capital Preservation | conservative | taxable'], ['not_contacted', 'kyc_expiring']],
  ['northern', 'trust', null, 'Northern Lights Trust', 3, 'CA', 'CAD', 'balanced', 'balanced', 2_900, ['Main Trust Fund | balanced | trust', 'Grants Reserve | conservative | trust', 'Growth Sleeve | growth | trust', 'Income Sleeve | income | trust'], ['campaign', 'under_target']],
];

const SECOND_HOLDER: Readonly<Record<string, string>> = { hale: 'Susan', webb: 'Henry', sato: 'Naomi' };

export const CAST: readonly CastClient[] = ROWS.map(([key, kind, firstName, lastName, advisor, country, currency, risk, objective, wealth, portfolios, stories = []]) => ({
  key, kind, firstName, lastName: kind === 'trust' ? null : lastName, advisor, country, currency, risk, objective, wealthUsd: wealth * 1_000, stories,
  fullName: kind === 'trust' ? lastName ?? key : kind === 'joint' ? `${firstName} and ${SECOND_HOLDER[key]} ${lastName}` : `${firstName} ${lastName}`,
  portfolios: portfolios.map((text) => {
    const [name = '', strategy = '', purpose = ''] = text.split(' | ');
    // The texts above are ours and name only strategies and kinds that exist; the table's CHECK would refuse another kind.
    return { name, strategy, kind: purpose } as CastClient['portfolios'][number];
  }),
}));

export function hasStory(client: CastClient, story: CastClient['stories'][number]): boolean {
  return client.stories.includes(story);
}
