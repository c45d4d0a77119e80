import type { IsoDate } from '../../shared/calendar.ts';
import type { CheckSeverity } from './compliance-subject.ts';
import type { Judge, Override } from './rule.ts';
import { judgeAml, type AmlParameters } from './rules/aml.ts';
import { judgeBestInterest, type BestInterestParameters } from './rules/best-interest.ts';
import { judgeCashFloor, type CashFloorParameters } from './rules/cash-floor.ts';
import { judgeClientPreferences, type PreferenceParameters } from './rules/client-preferences.ts';
import { judgeConcentration, type ConcentrationParameters } from './rules/concentration.ts';
import { judgeConflicts, type ConflictParameters } from './rules/conflicts.ts';
import { judgeJurisdiction, type JurisdictionParameters } from './rules/jurisdiction.ts';
import { judgeKyc, type KycParameters } from './rules/kyc.ts';
import { judgeMandateLimits, type MandateParameters } from './rules/mandate-limits.ts';
import { judgeRestrictedList, type RestrictedListParameters } from './rules/restricted-list.ts';
import { judgeStaleData, type StaleDataParameters } from './rules/stale-data.ts';
import { judgeSuitability, type SuitabilityParameters } from './rules/suitability.ts';
import { judgeTradable, type TradableParameters } from './rules/tradable.ts';
import { judgeTurnoverCost, type TurnoverParameters } from './rules/turnover-cost.ts';
import { judgeWashSale, type WashSaleParameters } from './rules/wash-sale.ts';

export interface RuleParameters {
  readonly kyc: KycParameters;
  readonly aml: AmlParameters;
  readonly jurisdiction: JurisdictionParameters;
  readonly restricted_list: RestrictedListParameters;
  readonly tradable: TradableParameters;
  readonly suitability: SuitabilityParameters;
  readonly client_preferences: PreferenceParameters;
  readonly mandate_limits: MandateParameters;
  readonly concentration: ConcentrationParameters;
  readonly cash_floor: CashFloorParameters;
  readonly wash_sale: WashSaleParameters;
  readonly turnover_cost: TurnoverParameters;
  readonly stale_data: StaleDataParameters;
  readonly conflicts: ConflictParameters;
  readonly best_interest: BestInterestParameters;
}

export type RuleId = keyof RuleParameters;

/** A rule as data: what it rests on, how grave a breach is, who may release it, and its parameters, in force between two days. */
export interface RuleDefinition<K extends RuleId = RuleId> {
  readonly id: K;
  readonly version: string;
  readonly title: string;
  readonly legalBasis: readonly string[];
  /** Of a failure or of what cannot be told. */
  readonly severity: CheckSeverity;
  /** What releases a failure, unless a finding says otherwise. */
  readonly override: Override;
  /**
   * Whose consent an override for two persons needs: `colleague` = another advisor of the client or a compliance officer; `officer` = a compliance
   * officer, where who earns by the client must not let it through alone.
   */
  readonly consentBy?: 'colleague' | 'officer';
  /** What a client must not be told of: it could be a tip-off. */
  readonly isConfidential?: boolean;
  /** Whom a breach is about; one of the client is one breach, however many portfolios there are. */
  readonly about: 'client' | 'portfolio';
  readonly effectiveFrom: IsoDate;
  /** Last day in force; `null` is open-ended. */
  readonly effectiveTo: IsoDate | null;
  readonly parameters: RuleParameters[K];
}

export type AnyRule = { readonly [K in RuleId]: RuleDefinition<K> }[RuleId];

export interface RuleSet {
  readonly version: string;
  readonly rules: readonly AnyRule[];
}

/** What a set says of a rule; `undefined` when it has no such rule. */
export function ruleOf<K extends RuleId>({ rules }: RuleSet, id: K): RuleDefinition<K> | undefined {
  return rules.find((rule) => rule.id === id) as RuleDefinition<K> | undefined; // its id is K, so it is the definition of K
}

/** The function of each rule. The code of a rule changes only together with its version. */
export const JUDGES: { readonly [K in RuleId]: Judge<RuleParameters[K]> } = {
  kyc: judgeKyc, aml: judgeAml, jurisdiction: judgeJurisdiction, restricted_list: judgeRestrictedList, tradable: judgeTradable, suitability: judgeSuitability,
  client_preferences: judgeClientPreferences, mandate_limits: judgeMandateLimits, concentration: judgeConcentration, cash_floor: judgeCashFloor, wash_sale: judgeWashSale,
  turnover_cost: judgeTurnoverCost, stale_data: judgeStaleData, conflicts: judgeConflicts, best_interest: judgeBestInterest,
};
