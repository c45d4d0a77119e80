import { z } from 'zod';
import { loadMarkets, type MarketRow } from '../../src/data/market/load-markets.ts';
import { answer, type Cell } from '../../src/shared/answer.ts';
import { invalidInput } from '../../src/shared/errors.ts';
import { undefinedBecause } from '../../src/shared/undefined-value.ts';
import { defineTool } from '../define-tool.ts';
import { column, fact, fractionFigure, numberCell, plainFigure } from '../portfolio/figures.ts';
import { isSameLabel } from '../portfolio/labels.ts';

export const listMarkets = defineTool({
  name: 'list_markets', effect: 'read', version: 1, roles: ['client', 'advisor', 'auditor'],
  purpose: 'Exchanges: open or closed now, hours, leading index with level and change; one market or a region.',
  input: z.strictObject({ market: z.string().trim().min(1).max(80).optional(), region: z.string().trim().min(1).max(60).optional() }),
  async run({ market, region }, { db, clock }) {
    const now = clock.now();
    const all = await loadMarkets(db);
    const wanted = all.filter((row) => (!market || isMarket(row, market)) && (!region || isRegion(row.region, region)));
    if (market && wanted.length === 0) throw invalidInput('There is no such market.', { hint: `Known: ${all.map(({ code }) => code).join(', ')}.` });
    const one = wanted.length === 1 ? wanted[0] : undefined;
    const asOf = clock.today();
    return answer({
      title: one ? one.name : 'Markets', asOf,
      figures: one ? [
        plainFigure('indexLevel', one.indexName ?? 'Index', one.indexLevel ?? undefinedBecause('no level is on record'), 'number', { asOf, method: 'last known level, points' }),
        fractionFigure('indexChangeFraction', 'Change', one.indexChangeFraction ?? undefinedBecause('no change is on record'), { asOf, method: 'against the close before' }),
      ] : [],
      facts: one ? [fact('isOpen', 'Open now', isOpenAt(one, now)), fact('opensAt', 'Opens (local time)', one.opensAt), fact('closesAt', 'Closes (local time)', one.closesAt), fact('timezone', 'Time zone', one.timezone), fact('index', 'Index', one.indexName ?? null, 'name')] : [],
      tables: [{
        key: 'markets', title: 'Markets', total: wanted.length, method: `open or closed by hours, weekdays and holidays of each venue at ${now.toISOString().slice(0, 16)} UTC`,
        columns: [
          column('name', 'Market', 'name'), column('code', 'Code', 'text'), column('region', 'Region', 'text'), column('index', 'Index', 'name'), column('level', 'Level', 'number'), column('change', 'Change', 'fraction'), column('open', 'Open', 'boolean'), column('hours', 'Hours', 'text'),
        ],
        rows: wanted.map((row): Cell[] => [row.name, row.code, row.region, row.indexName ?? null, numberCell(row.indexLevel), numberCell(row.indexChangeFraction), isOpenAt(row, now), `${row.opensAt} to ${row.closesAt} ${row.timezone}`]),
      }],
    });
  },
});

function isMarket(row: MarketRow, asked: string): boolean {
  const words = asked.toLowerCase();
  const names = [row.code, row.name, row.indexName ?? '', row.timezone.split('/').at(-1)!.replaceAll('_', ' '), row.country ?? ''].map((name) => name.toLowerCase());
  return names.some((name) => name !== '' && (name === words || (words.length > 2 && name.includes(words))));
}

const REGION_WORDS: Readonly<Record<string, string>> = { asia: 'Asia Pacific', asian: 'Asia Pacific', america: 'North America', us: 'North America', american: 'North America', european: 'Europe', pacific: 'Asia Pacific' };

function isRegion(stored: string, asked: string): boolean {
  return isSameLabel(stored, asked) || isSameLabel(stored, REGION_WORDS[asked.toLowerCase()] ?? asked);
}

/** Whether an instant lies in the regular session: local weekday and time, no holiday. A venue that opens when it closes never closes. */
export function isOpenAt(market: Pick<MarketRow, 'timezone' | 'opensAt' | 'closesAt' | 'tradingDays' | 'holidays' | 'status'>, now: Date): boolean {
  if (market.status !== 'active') return false;
  const parts = Object.fromEntries(new Intl.DateTimeFormat('en-GB', { timeZone: market.timezone, weekday: 'short', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
    .formatToParts(now).map(({ type, value }) => [type, value]));
  const weekday = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts['weekday'] ?? '') + 1;
  if (!market.tradingDays.split(',').map(Number).includes(weekday)) return false;
  if (market.holidays.includes(`${parts['year']}-${parts['month']}-${parts['day']}`)) return false;
  if (market.opensAt === market.closesAt) return true;
  const time = `${parts['hour']}:${parts['minute']}`;
  return time >= market.opensAt && time < market.closesAt;
}
