import { z } from 'zod';
import { isIsoDate, type IsoDate } from '../src/shared/calendar.ts';

/** Parameters that many tools share, described once, for a model. All are loose names or ids: tools resolve them inside the person's reach. */
const reference = (what: string) => z.string().trim().min(1).max(120).describe(what);

export const client = reference('Client: name or id').optional();
export const portfolio = reference('Portfolio: name or id').optional();
export const security = reference('Security: ticker, name or id');
export const benchmark = reference('Benchmark: name or id').optional();
export const goal = reference('Goal: name or id');

/** One portfolio, or all of a client's, or what the person reaches. */
export const whose = { client, portfolio } as const;

export const period = z.string().trim().min(1).max(40).describe('YTD, QTD, 1Y, 90D, 2026-Q3, 2026-08, last_quarter, 2026-01-01..2026-03-31, since_inception').optional();

export const currencyCode = z.string().trim().toUpperCase().regex(/^[A-Z]{3}$/).describe('ISO 4217');

export const day = z.string().refine((text): text is IsoDate => isIsoDate(text)).describe('YYYY-MM-DD');

export const fraction = z.number().min(0).max(1).describe('0.05 = 5 %');
export const rate = z.number().gt(-1).max(10).describe('0.05 = 5 %');
export const amount = z.number().min(0).max(1e15);

export const direction = z.enum(['asc', 'desc']).optional();
export const limit = z.int().min(1).max(200).optional();
