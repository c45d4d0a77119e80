import type { Principal } from '../access/principal.ts';

const QUESTIONS: Readonly<Record<Principal['role'], readonly string[]>> = {
  client: ['What is my total portfolio worth right now?', 'How have I done this year against my benchmark?', 'Do I have any losses that I could harvest?', 'Am I on track for my goals?'],
  advisor: ['What is my total AUM and how many clients do I cover?', 'Which of my clients are underweight equities?', 'Whose KYC expires in the next 90 days?', 'Which clients have I not contacted in the last 60 days?'],
  auditor: ['Which requests did the assistant refuse last month, and why?', 'Prove that the audit log for last month has not been tampered with.', 'Which recommendations did advisors override this year?', 'Did any ETL job fail this week?'],
  admin: [],
  service: [],
};

/** What a person of this role might ask first: shown on an empty page. */
export function exampleQuestions(role: Principal['role']): readonly string[] {
  return QUESTIONS[role];
}
