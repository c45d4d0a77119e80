import type { EntityClass, EntityManager, EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { Advisor } from '../../src/entities/clients/advisor.entity.ts';
import { AdvisorAssignment } from '../../src/entities/clients/advisor-assignment.entity.ts';
import { Client } from '../../src/entities/clients/client.entity.ts';
import { User } from '../../src/entities/clients/user.entity.ts';
import { TABLES } from '../../src/entities/index.ts';
import type { Reach, TableDescription } from '../../src/entities/table.ts';
import type { Principal } from '../../src/access/principal.ts';
import { givenAdvisor, givenAssignment } from '../support/given-advisor.ts';
import { givenClient } from '../support/given-client.ts';
import { columnValue, requiredValues } from '../support/given-row.ts';
import { nextNumber } from '../support/given-sequence.ts';
import { givenUser } from '../support/given-user.ts';

export type Key = Record<string, unknown>;

/** A row with the label of whom it belongs to: known by how it was made, not by asking the code under test. */
export interface OwnedRow {
  readonly owner: string;
  readonly index: number;
  readonly key: Key;
  readonly relations: Key;
}

export interface FirmTable {
  readonly description: TableDescription;
  readonly meta: EntityMetadata;
  readonly entity: EntityClass<object>;
  readonly rows: OwnedRow[];
}

export interface Persona {
  readonly label: string;
  readonly principal: Principal;
  readonly clientOwners: readonly string[];
}

interface Owner {
  readonly label: string;
  readonly user: string;
  readonly client?: string;
  readonly advisor?: string;
}

export interface Firm {
  readonly tables: readonly FirmTable[];
  readonly personas: readonly Persona[];
}

const isOwned = (reach: Reach) => typeof reach === 'object';

/** Two clients, each with an advisor of their own, an idle advisor, an auditor and an administrator, and rows of theirs in every table. */
export async function givenWholeFirm(em: EntityManager): Promise<Firm> {
  const tables = inOrder(em);
  const find = (entity: unknown) => tables.find((table) => table.entity === entity)!;
  const owners: Owner[] = [];
  const personas: Persona[] = [];
  for (const [clientLabel, advisorLabel] of [['a', 'x'], ['b', 'y']] as const) {
    const client = await givenClient(em);
    const advisor = await givenAdvisor(em);
    const assignment = await givenAssignment(em, advisor, client);
    const clientUser = client.user!.id;
    const advisorUser = advisor.user!.id;
    owners.push({ label: clientLabel, user: clientUser, client: client.id, advisor: advisor.id }, { label: advisorLabel, user: advisorUser, advisor: advisor.id });
    find(User).rows.push(known(clientLabel, { id: clientUser }), known(advisorLabel, { id: advisorUser }));
    find(Client).rows.push(known(clientLabel, { id: client.id }, { user: clientUser }));
    find(Advisor).rows.push(known(advisorLabel, { id: advisor.id }, { user: advisorUser }));
    find(AdvisorAssignment).rows.push(known(clientLabel, { id: assignment.id }, { client: client.id, advisor: advisor.id }));
    personas.push(
      { label: clientLabel, clientOwners: [clientLabel], principal: { userId: clientUser, role: 'client', displayName: 'client', clientIds: [client.id], clientId: client.id } },
      { label: advisorLabel, clientOwners: [clientLabel], principal: { userId: advisorUser, role: 'advisor', displayName: 'advisor', clientIds: [client.id], advisorId: advisor.id } },
    );
  }
  for (const [label, role] of [['z', 'advisor'], ['auditor', 'auditor'], ['admin', 'admin']] as const) {
    const user = await givenUser(em, { role });
    find(User).rows.push(known(label, { id: user.id }));
    personas.push({ label, clientOwners: [], principal: { userId: user.id, role, displayName: role, clientIds: [] } });
  }
  for (const table of tables) if (table.rows.length === 0) await fill(em, tables, table, owners);
  return { tables, personas };
}

function known(owner: string, key: Key, relations: Key = {}): OwnedRow {
  return { owner, index: 0, key, relations };
}

async function fill(em: EntityManager, tables: readonly FirmTable[], table: FirmTable, owners: readonly Owner[]): Promise<void> {
  const { client, advisor } = table.description.access;
  const labels = isOwned(client) || isOwned(advisor) ? owners : owners.slice(0, 2);
  for (const owner of labels) {
    for (const index of [0, 1]) {
      const relations = relationsFor(tables, table, owner, index);
      if (!relations) continue;
      const data = { ...requiredValues(table.meta, nextNumber()), ...relations, ...valuesThatShow(table, index) };
      await em.insert(table.entity, data as never); // the database judges it
      const key = Object.fromEntries(table.meta.primaryKeys.map((name) => [name, (data as Key)[name]]));
      table.rows.push({ owner: owner.label, index, key, relations });
    }
  }
}

/** The first row of each pair has what a client must wait for, the second has not. */
function valuesThatShow(table: FirmTable, index: number): Key {
  const name = whenSetOf(table.description.access.client);
  const property = name === undefined ? undefined : (table.meta.properties[name as never] as EntityProperty | undefined);
  return property && index === 0 ? { [property.name]: columnValue(table.meta, property, nextNumber()) } : {};
}

function whenSetOf(reach: Reach): string | undefined {
  if (typeof reach === 'string') return undefined;
  if ('anyOf' in reach) return reach.anyOf.map(whenSetOf).find(Boolean);
  return 'whenSet' in reach ? reach.whenSet : undefined;
}

function relationsFor(tables: readonly FirmTable[], table: FirmTable, owner: Owner, index: number): Key | undefined {
  const relations: Key = {};
  for (const property of table.meta.relations as EntityProperty[]) {
    const target = property.targetMeta!;
    if (target.class === table.entity) continue;
    const id = target.class === User ? owner.user : target.class === Client ? owner.client : target.class === Advisor ? owner.advisor : relatedRow(tables, target, owner, index);
    if (id !== undefined) relations[property.name] = id;
    else if (!property.nullable) return undefined;
  }
  return relations;
}

function relatedRow(tables: readonly FirmTable[], target: EntityMetadata, owner: Owner, index: number): unknown {
  const table = tables.find((candidate) => candidate.entity === (target.class as unknown))!;
  const { client, advisor } = table.description.access;
  const rows = isOwned(client) || isOwned(advisor) ? table.rows.filter((row) => row.owner === owner.label) : table.rows;
  return (rows.find((row) => row.index === index) ?? rows[0])?.key[target.primaryKeys[0] as string];
}

/** Parents before children. */
function inOrder(em: EntityManager): FirmTable[] {
  const todo = TABLES.map((description): FirmTable => {
    const meta = em.getMetadata().get(description.schema.meta.class as never) as unknown as EntityMetadata;
    return { description, meta, entity: meta.class as unknown as EntityClass<object>, rows: [] };
  });
  const done: FirmTable[] = [];
  while (todo.length > 0) {
    const ready = todo.findIndex(({ meta }) => (meta.relations as EntityProperty[]).every(({ targetMeta }) => targetMeta!.className === meta.className || done.some((table) => table.meta.className === targetMeta!.className)));
    if (ready < 0) throw new Error(`tables depend on each other: ${todo.map(({ meta }) => meta.className).join(', ')}`);
    done.push(...todo.splice(ready, 1));
  }
  return done;
}

/** What the table of access promises, told from the labels alone. */
export function maySee(persona: Persona, table: FirmTable, row: OwnedRow): boolean {
  const { access } = table.description;
  const { role } = persona.principal;
  if (role === 'admin' && access.admin !== undefined) return reaches(access.admin, persona, row);
  if (role === 'admin') return access.advisor === 'all' || (typeof access.advisor === 'object' && 'user' in access.advisor && row.owner === persona.label);
  return role !== 'service' && reaches(access[role], persona, row);
}

function reaches(reach: Reach, persona: Persona, row: OwnedRow): boolean {
  if (typeof reach === 'string') return reach === 'all';
  if ('anyOf' in reach) return reach.anyOf.some((part) => reaches(part, persona, row));
  if ('rows' in reach) return false; // no row of this firm is in such a state; its own test has them
  if ('user' in reach) return row.owner === persona.label;
  const isOwn = persona.clientOwners.includes(row.owner);
  if ('advisor' in reach) return persona.principal.role === 'advisor' && (row.owner === persona.label || isOwn);
  return isOwn && (reach.whenSet === undefined || row.index === 0);
}
