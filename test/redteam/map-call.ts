import { realTool, type RealTool } from './binding.ts';
import type { Person } from './fixture.ts';

type People = ReadonlyMap<string, Person>;

export interface MappedCall {
  readonly real: RealTool;
  readonly args: Readonly<Record<string, unknown>>;
}

/** A logical call as the product would get it: the real tool, real argument names, real ids. */
export function mapCall(logical: string, args: Readonly<Record<string, unknown>>, { people, role }: { readonly people: People; readonly role: string }): MappedCall {
  const real = realTool(logical, role);
  const { binding } = real;
  const mapped: Record<string, unknown> = { ...(real.exists ? binding.fixed : {}) };
  for (const [key, value] of Object.entries(args)) {
    if (real.exists && binding.drop?.includes(key)) continue;
    const name = (real.exists ? binding.args?.[key] : undefined) ?? key;
    mapped[name] = mapValue(name, value, people);
  }
  return { real, args: mapped };
}

function mapValue(name: string, value: unknown, people: People): unknown {
  if (Array.isArray(value)) return value.map((item) => mapValue(name, item, people));
  if (typeof value !== 'string') return value;
  const person = people.get(value);
  if (person) return name === 'portfolio' ? (person.portfolioId ?? value) : name === 'user' || !person.clientId ? person.userId : person.clientId;
  const owner = /^P(?:F|ORT|ORTFOLIO)?[-_]?(\w+?)(?:[-_]\d+)?$/i.exec(value)?.[1];
  if (name === 'portfolio' && owner) return people.get(owner.toUpperCase())?.portfolioId ?? people.get(`C${owner}`)?.portfolioId ?? value;
  if (name === 'number' && /^R-\d+$/i.test(value)) return Number(value.slice(2));
  return value;
}
