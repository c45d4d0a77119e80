import { invalidInput } from '../../shared/errors.ts';

/** A logistic model in the open: every coefficient with what it means, so that a score can be recomputed by hand. */
export interface LogisticModel<Input extends string> {
  readonly name: string;
  readonly version: string;
  readonly intercept: number;
  readonly coefficients: Readonly<Record<Input, { readonly weight: number; readonly meaning: string }>>;
  /** Where intercept and weights come from. */
  readonly basis: string;
}

export interface Contribution {
  readonly input: string;
  readonly value: number;
  readonly weight: number;
  /** value × weight, in log-odds. */
  readonly logOdds: number;
}

export interface LogisticScore {
  readonly probability: number;
  /** Largest influence first; together with the intercept they add up to the log-odds. */
  readonly contributions: readonly Contribution[];
}

/** 1 / (1 + e^-(intercept + Σ weight × value)). Throws AppError invalid-input for a value that is not finite. */
export function scoreLogistic<Input extends string>(model: LogisticModel<Input>, inputs: Readonly<Record<Input, number>>): LogisticScore {
  const contributions = (Object.keys(model.coefficients) as Input[]).map((input) => { // the keys of the record are its inputs
    const value = inputs[input];
    if (!Number.isFinite(value)) throw invalidInput(`The model ${model.name} needs a number for ${input}.`);
    const { weight } = model.coefficients[input];
    return { input, value, weight, logOdds: weight * value };
  });
  const logOdds = contributions.reduce((total, item) => total + item.logOdds, model.intercept);
  return {
    probability: 1 / (1 + Math.exp(-logOdds)),
    contributions: contributions.toSorted((a, b) => Math.abs(b.logOdds) - Math.abs(a.logOdds)),
  };
}
