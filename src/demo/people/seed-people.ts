import { hashSync } from '@node-rs/argon2';
import { addDays, addMonths, addYears, type IsoDate } from '../../shared/calendar.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { KycVerification } from '../../entities/clients/kyc-verification.entity.ts';
import { User } from '../../entities/clients/user.entity.ts';
import { at, type DemoContext } from '../context.ts';
import type { SeededRandom } from '../random.ts';
import { DEMO_PASSWORD } from '../demo-password.ts';
import { ADVISORS, CAST, hasStory } from './cast.ts';
import type { CastClient } from './cast-types.ts';


export interface Person {
  readonly userId: string;
  readonly email: string;
}

export interface ClientPerson extends Person {
  readonly clientId: string;
  readonly cast: CastClient;
  readonly onboardedOn: IsoDate;
  readonly riskScore: number;
}

export interface AdvisorPerson extends Person {
  readonly advisorId: string;
  readonly fullName: string;
}

export interface People {
  readonly advisors: readonly AdvisorPerson[];
  readonly clients: readonly ClientPerson[];
  readonly auditor: Person;
  readonly admin: Person;
  readonly service: Person;
}

/** The library's number for argon2id; its enum cannot be imported by type stripping. */
const ARGON2ID = 2;

/** Middle of the score band of each risk profile. */
export const RISK_SCORES = { conservative: 18, moderate: 36, balanced: 52, growth: 70, aggressive: 88 } as const;

/** One hash for all logins: argon2id is slow on purpose, and the demo's password is no secret. The salt is drawn, so that runs agree. */
export function passwordHashOf(random: SeededRandom): string {
  return hashSync(DEMO_PASSWORD, { algorithm: ARGON2ID, salt: Buffer.from(random.bytes(16)) });
}

export function seedPeople(context: DemoContext): People {
  const { newId, random, writer } = context;
  const draw = random('people');
  const passwordHash = passwordHashOf(draw);
  const addUser = (email: string, fullName: string, role: 'client' | 'advisor' | 'auditor' | 'admin' | 'service', since: IsoDate): Person => {
    const userId = newId();
    writer.add(User, {
      id: userId, email, fullName, role, passwordHash: role === 'service' ? null : passwordHash, personalKey: draw.hex(32), isActive: true, createdAt: at(since),
      lastSignInAt: role === 'service' ? null : at(addDays(context.today, -draw.integer(1, 6)), `${String(draw.integer(7, 20)).padStart(2, '0')}:${String(draw.integer(10, 59))}`),
    });
    return { userId, email };
  };
  const founded = addYears(context.today, -9);
  const service = addUser('service@steward.example', 'Steward service', 'service', founded);
  const admin = addUser('admin@steward.example', 'Ingrid Solberg', 'admin', founded);
  const auditor = addUser('auditor@steward.example', 'Ruth Abernathy', 'auditor', founded);
  const advisors = ADVISORS.map((advisor, index) => {
    const person = addUser(`${advisor.key}@steward.example`, advisor.fullName, 'advisor', founded);
    const advisorId = newId();
    writer.add(Advisor, {
      id: advisorId, user: person.userId, fullName: advisor.fullName, title: advisor.title, email: person.email, phone: advisor.phone, office: advisor.office, country: advisor.country,
      licence: advisor.licence, licenceExpiresOn: addDays(context.today, 200 + index * 160), languages: advisor.languages, joinedOn: addMonths(founded, index * 7), status: 'active',
    });
    return { ...person, advisorId, fullName: advisor.fullName };
  });
  const people: People = { advisors, auditor, admin, service, clients: CAST.map((cast) => addClient(context, cast, draw, addUser)) };
  for (const client of people.clients) {
    addAssignments(context, people, client);
    addKyc(context, people, client, draw);
  }
  return people;
}

function addClient(
  { writer, newId, today }: DemoContext, cast: CastClient, random: SeededRandom, addUser: (email: string, fullName: string, role: 'client', since: IsoDate) => Person,
): ClientPerson {
  // Since well before the oldest portfolio, five and three quarter years at most.
  const onboardedOn = addDays(addMonths(today, -random.integer(71, 96)), random.integer(-12, 12));
  const person = addUser(emailOf(cast), cast.fullName, 'client', onboardedOn);
  const clientId = newId();
  const riskScore = RISK_SCORES[cast.risk] + random.integer(-6, 6);
  const netWorth = Math.round((cast.wealthUsd * random.between(1.4, 2.6)) / 1_000) * 1_000 * (cast.currency === 'JPY' ? 150 : 1);
  const isTrust = cast.kind === 'trust';
  writer.add(Client, {
    id: clientId, user: person.userId, kind: cast.kind, fullName: cast.fullName, firstName: cast.firstName, lastName: cast.lastName, email: person.email,
    phone: `${DIAL[cast.country] ?? '+1'}555${random.integer(1_000_000, 9_999_999)}`, address: `${random.integer(1, 180)} ${random.pick(STREETS)}, ${CITIES[cast.country] ?? 'New York'}`,
    dateOfBirth: isTrust ? null : addDays(addYears(today, -random.integer(31, 72)), random.integer(0, 364)), taxNumber: `${cast.country}${random.integer(100_000_000, 999_999_999)}`,
    taxResidence: cast.country, residence: cast.country, baseCurrency: cast.currency, riskProfile: cast.risk, riskScore, objective: cast.objective,
    horizonYears: { conservative: 4, moderate: 7, balanced: 10, growth: 15, aggressive: 12 }[cast.risk], experience: random.pick(['limited', 'good', 'good', 'extensive'] as const),
    lossCapacityFraction: { conservative: 0.08, moderate: 0.15, balanced: 0.22, growth: 0.32, aggressive: 0.45 }[cast.risk],
    annualIncome: String(Math.round(netWorth * (isTrust ? 0.03 : random.between(0.07, 0.16)))), netWorth: String(netWorth), liquidNetWorth: String(Math.round(netWorth * 0.65)),
    profileReviewedOn: addDays(today, -random.integer(30, 320)), onboardedOn, status: 'active',
    segment: cast.wealthUsd > 2_000_000 ? 'ultra_high_net_worth' : cast.wealthUsd > 700_000 ? 'high_net_worth' : 'affluent', createdAt: at(onboardedOn),
  });
  return { ...person, clientId, cast, onboardedOn, riskScore };
}

const DIAL: Readonly<Record<string, string>> = { US: '+1212', GB: '+4420', CH: '+4122', FR: '+331', DE: '+4930', NO: '+472', CA: '+1416', JP: '+813' };
const CITIES: Readonly<Record<string, string>> = { US: 'New York NY 10023', GB: 'London SW1P 3JR', CH: '1204 Genève', FR: '75008 Paris', DE: '10117 Berlin', NO: '0254 Oslo', CA: 'Toronto ON M5V 2T6', JP: 'Minato, Tokyo 106-0032' };
const STREETS = ['Linden Street', 'Harbour Row', 'Chestnut Avenue', 'Mill Lane', 'Orchard Road', 'Station Place', 'Abbey Close', 'Garden Terrace'] as const;

function emailOf({ fullName, firstName, lastName }: CastClient): string {
  const name = firstName ? `${firstName}.${lastName}` : fullName.replace(/^The /, '').split(' ').slice(0, 2).join('.');
  return `${name.normalize('NFD').replace(/[^A-Za-z.]/g, '').toLowerCase()}@example.com`;
}

/** Everyone has a primary advisor; some were handed over by a colleague whose assignment has ended. */
function addAssignments({ writer, newId, today }: DemoContext, people: People, client: ClientPerson): void {
  const advisor = people.advisors[client.cast.advisor];
  if (!advisor) throw new RangeError(`${client.cast.key} has no advisor.`);
  const handedOver = ['vogel-k', 'chen', 'rahman'].includes(client.cast.key);
  const startsOn = handedOver ? addDays(today, -410) : client.onboardedOn;
  if (handedOver) {
    const before = people.advisors[(client.cast.advisor + 1) % people.advisors.length]!;
    writer.add(AdvisorAssignment, { id: newId(), client: client.clientId, advisor: before.advisorId, role: 'primary', startsOn: client.onboardedOn, endsOn: addDays(startsOn, -1), createdAt: at(client.onboardedOn) });
  }
  writer.add(AdvisorAssignment, { id: newId(), client: client.clientId, advisor: advisor.advisorId, role: 'primary', startsOn, endsOn: null, createdAt: at(startsOn) });
  if (client.cast.kind !== 'trust' || client.cast.key !== 'montclair') return;
  writer.add(AdvisorAssignment, { id: newId(), client: client.clientId, advisor: people.advisors[1]!.advisorId, role: 'secondary', startsOn: addDays(today, -300), endsOn: null, createdAt: at(addDays(today, -300)) });
}

function addKyc({ writer, newId, today }: DemoContext, people: People, client: ClientPerson, random: SeededRandom): void {
  const { cast } = client;
  const expiresOn = hasStory(cast, 'kyc_expired') ? addDays(today, -random.integer(12, 40)) : hasStory(cast, 'kyc_expiring') ? addDays(today, random.integer(18, 55)) : addDays(today, random.integer(140, 640));
  const verifiedOn = addYears(expiresOn, -2);
  const common = {
    client: client.clientId, level: cast.kind === 'trust' || cast.wealthUsd > 1_200_000 ? 'enhanced' as const : 'standard' as const,
    documentType: cast.kind === 'trust' ? 'trust_deed' as const : random.pick(['passport', 'identity_card'] as const), documentCountry: cast.country,
    sourceOfFunds: random.pick(['Employment income', 'Sale of a business', 'Inheritance', 'Savings']), amlRisk: cast.kind === 'trust' ? 'medium' as const : 'low' as const,
    isPoliticallyExposed: cast.key === 'bernasconi', verifiedBy: people.admin.userId,
  };
  const documentNumber = () => `${random.pick(['X', 'P', 'C'])}${random.integer(1_000_000, 9_999_999)}`;
  const earlier = addYears(verifiedOn, -2);
  writer.add(KycVerification, { id: newId(), ...common, status: 'expired', documentNumber: documentNumber(), sanctionsCheckedOn: earlier, submittedOn: addDays(earlier, -6), verifiedOn: earlier, expiresOn: verifiedOn, createdAt: at(addDays(earlier, -6)) });
  writer.add(KycVerification, {
    id: newId(), ...common, status: hasStory(cast, 'kyc_expired') ? 'expired' : 'verified', documentNumber: documentNumber(), sanctionsCheckedOn: addDays(today, -random.integer(5, 80)),
    submittedOn: addDays(verifiedOn, -5), verifiedOn, expiresOn, createdAt: at(addDays(verifiedOn, -5)),
  });
}
