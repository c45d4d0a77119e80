import { randomUUID } from 'node:crypto';
import type { Principal } from '../../src/access/principal.ts';
import { ToolInvocation } from '../../src/entities/communication/tool-invocation.entity.ts';
import type { Fixture, Person } from './fixture.ts';
import { mapCall } from './map-call.ts';
import type { Tenant } from './tenant.ts';

/** The same calls for people who do not exist: what comes back must not tell the two apart. */
export async function askMissing(tenant: Tenant, principal: Principal, { calls, fixture, actor }: { readonly calls: readonly { readonly logical: string; readonly args: Readonly<Record<string, unknown>> }[]; readonly fixture: Fixture; readonly actor: Person }) {
  const people = new Map([...fixture.people].map(([name, person]): [string, Person] => [name, { ...person, userId: randomUUID(), clientId: person.clientId && randomUUID(), portfolioId: person.portfolioId && randomUUID() }]));
  const waiting = calls.map(({ logical, args }, index) => {
    const { real, args: mapped } = mapCall(logical, args, { people, role: actor.role });
    return { id: `missing-${index}`, name: real.name, argumentsText: JSON.stringify(mapped) };
  });
  let asked = false;
  tenant.model.reply = () => {
    const reply = asked ? { text: 'That is all.' } : { calls: waiting };
    asked = true;
    return reply;
  };
  const received = await tenant.app.turns.start(principal, { clientMessageId: tenant.app.newId(), text: 'And somebody who is not there?' }, 'api');
  await tenant.app.turns.finished(received.turnId);
  const records = await tenant.app.database.orm.em.fork().find(ToolInvocation, { turnId: received.turnId }, { orderBy: { callIndex: 'asc' } });
  return records.map((record) => ({ outcome: record.outcome as string | undefined, result: record.result ?? '' }));
}
