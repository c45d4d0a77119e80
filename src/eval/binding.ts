import type { Persona } from './format.ts';

export interface BoundClient {
  readonly id: string;
  readonly name: string;
  readonly firstName: string;
  readonly userId: string;
  readonly currency: string;
}

export interface BoundPortfolio {
  readonly id: string;
  readonly name: string;
  readonly clientId: string;
  readonly currency: string;
}

export interface BoundSecurity {
  readonly id: string;
  readonly ticker: string;
  readonly name: string;
}

/** Who asks, and one consistent set of what the placeholders stand for. */
export interface Binding {
  readonly persona: Persona;
  readonly userId: string;
  /** Clients that the person may see. */
  readonly reach: readonly BoundClient[];
  readonly advisor?: { readonly id: string; readonly name: string; readonly userId: string };
  readonly client?: BoundClient;
  readonly otherClient?: BoundClient;
  readonly portfolio?: BoundPortfolio;
  readonly portfolio2?: BoundPortfolio;
  /** As they stand in the turns, and as they stand in arguments. */
  readonly texts: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, string | number>>;
}

/** Writes the placeholders of a turn out. @throws RangeError for one that was not filled. */
export function fillText(template: string, texts: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = texts[name];
    if (value === undefined) throw new RangeError(`{${name}} was not filled`);
    return value;
  });
}

/** Arguments with their placeholders filled; a value that is only a placeholder keeps its type. */
export function fillArgs(args: Readonly<Record<string, string | number | boolean>>, { values }: Binding): Record<string, string | number | boolean> {
  return Object.fromEntries(Object.entries(args).map(([key, value]) => {
    if (typeof value !== 'string') return [key, value];
    if (value === 'as_of') return [key, values['as_of'] ?? value];
    const whole = /^\{(\w+)\}$/.exec(value);
    if (whole) return [key, values[whole[1]!] ?? value];
    return [key, value.replace(/\{(\w+)\}/g, (all, name: string) => String(values[name] ?? all))];
  }));
}
