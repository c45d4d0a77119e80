import type { MarketIds } from './market/seed-market.ts';
import type { Market } from './market/market.ts';
import type { ClientPerson, People } from './people/seed-people.ts';
import type { PortfolioHistory } from './portfolios/simulate-portfolio.ts';

/** What the later parts of the seed know about the earlier ones. */
export interface Firm {
  readonly market: Market;
  readonly ids: MarketIds;
  readonly people: People;
  readonly histories: readonly PortfolioHistory[];
}

export function historiesOf(firm: Firm, client: ClientPerson): PortfolioHistory[] {
  return firm.histories.filter(({ plan }) => plan.clientId === client.clientId);
}

export function lastDayOf(firm: Firm): number {
  return firm.market.calendar.length - 1;
}

export function advisorOf(firm: Firm, client: ClientPerson): Firm['people']['advisors'][number] {
  const advisor = firm.people.advisors[client.cast.advisor];
  if (!advisor) throw new RangeError(`${client.cast.key} has no advisor.`);
  return advisor;
}

export function clientsWith(firm: Firm, story: ClientPerson['cast']['stories'][number]): ClientPerson[] {
  return firm.people.clients.filter(({ cast }) => cast.stories.includes(story));
}

export function clientByKey(firm: Firm, key: string): ClientPerson {
  const client = firm.people.clients.find(({ cast }) => cast.key === key);
  if (!client) throw new RangeError(`There is no client ${key} in the cast.`);
  return client;
}
