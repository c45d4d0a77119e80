import type { DayCount } from './day-count.ts';
import type { FeeTreatment, ReturnOptions } from './portfolio-returns.ts';
import type { FlowTiming } from './time-weighted-return.ts';

const TIMING: Readonly<Record<FlowTiming, string>> = {
  'start-of-day': 'flows at start of day', 'end-of-day': 'flows at end of day', 'in-start-out-end': 'deposits at start of day, withdrawals at end of day',
};

const FEES: Readonly<Record<FeeTreatment, string>> = {
  net: 'net of fees and taxes', 'gross-of-fees': 'gross of management fees, net of trading costs and taxes',
  'gross-of-taxes': 'gross of taxes, net of fees', gross: 'gross of management fees and taxes, net of trading costs',
};

export type ReturnMethod = 'twr' | 'xirr' | 'modified-dietz' | 'simple';

/** The `method` line of a return figure, with every convention that changes it. */
export function describeReturn(method: ReturnMethod, options: ReturnOptions, dayCount: DayCount = 'actual/365'): string {
  switch (method) {
    case 'twr': return `TWR, daily-linked, ${TIMING[options.timing]}, ${FEES[options.fees]}, cumulative`;
    case 'xirr': return `XIRR, effective per year, ${dayCount}, ${FEES[options.fees]}`;
    case 'modified-dietz': return `modified Dietz, day-weighted flows, ${FEES[options.fees]}, cumulative`;
    case 'simple': return `simple return on money put in, ${FEES[options.fees]}, cumulative`;
  }
}
