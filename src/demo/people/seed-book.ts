import { addDays, addYears } from '../../shared/calendar.ts';
import { AdvisorAssignment } from '../../entities/clients/advisor-assignment.entity.ts';
import { Advisor } from '../../entities/clients/advisor.entity.ts';
import { Client } from '../../entities/clients/client.entity.ts';
import { KycVerification } from '../../entities/clients/kyc-verification.entity.ts';
import { User } from '../../entities/clients/user.entity.ts';
import { at, type DemoContext } from '../context.ts';
import type { CastClient } from './cast-types.ts';
import { passwordHashOf, RISK_SCORES, type AdvisorPerson, type ClientPerson } from './seed-people.ts';

export interface Office {
  readonly advisors: readonly AdvisorPerson[];
  readonly passwordHash: string;
}

/** Advisors of a firm for measurements, with the demo's password. */
export function addOffice(context: DemoContext, advisors: number): Office {
  const { writer, newId, today } = context;
  const passwordHash = passwordHashOf(context.random('people'));
  const since = addYears(today, -9);
  const people = Array.from({ length: advisors }, (_, index): AdvisorPerson => {
    const userId = newId();
    const advisorId = newId();
    const email = `advisor-${index + 1}@steward.example`;
    const fullName = `Advisor ${index + 1}`;
    writer.add(User, { id: userId, email, fullName, role: 'advisor', passwordHash, isActive: true, createdAt: at(since) });
    writer.add(Advisor, { id: advisorId, user: userId, fullName, title: 'Wealth Advisor', email, phone: `+1212555${String(index % 10_000).padStart(4, '0')}`, office: 'New York', country: 'US', licence: `L-${index + 1}`, languages: 'en', joinedOn: since, status: 'active' });
    return { userId, email, advisorId, fullName };
  });
  return { advisors: people, passwordHash };
}

/** One client with login, advisor and verification; portfolios are added by who calls. */
export function addBookClient({ writer, newId, today }: DemoContext, { advisors, passwordHash }: Office, cast: CastClient, years: number): ClientPerson {
  const userId = newId();
  const clientId = newId();
  const email = `${cast.key}@example.com`;
  const onboardedOn = addDays(addYears(today, -years), -20);
  const createdAt = at(onboardedOn);
  const riskScore = RISK_SCORES[cast.risk];
  writer.add(User, { id: userId, email, fullName: cast.fullName, role: 'client', passwordHash, isActive: true, createdAt });
  writer.add(Client, {
    id: clientId, user: userId, kind: cast.kind, fullName: cast.fullName, firstName: cast.firstName, lastName: cast.lastName, email, taxResidence: cast.country, residence: cast.country, baseCurrency: cast.currency,
    riskProfile: cast.risk, riskScore, objective: cast.objective, experience: 'good', onboardedOn, status: 'active', segment: 'affluent', createdAt,
  });
  writer.add(AdvisorAssignment, { id: newId(), client: clientId, advisor: advisors[cast.advisor]!.advisorId, role: 'primary', startsOn: onboardedOn, endsOn: null, createdAt });
  writer.add(KycVerification, { id: newId(), client: clientId, status: 'verified', level: 'standard', documentType: 'passport', amlRisk: 'low', isPoliticallyExposed: false, submittedOn: onboardedOn, verifiedOn: onboardedOn, expiresOn: addYears(today, 1), createdAt });
  return { userId, email, clientId, cast, onboardedOn, riskScore };
}
