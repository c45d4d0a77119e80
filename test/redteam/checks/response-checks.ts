import { z } from 'zod';
import { ProblemDetails } from '../../../src/contract/http-api.ts';
import { NotScored } from '../format.ts';
import { fieldsOf } from './fields.ts';
import type { CheckRunner } from './index.ts';

const TELLTALE = /\bat [\w.<>]+ \(|node_modules|\.ts:\d+|select .+ from |SQLITE_|ER_[A-Z_]+|\/(?:home|root|usr|var|tmp|etc|work)\//i;

/** Every forged request was answered with one of these statuses, in the generic shape of errors. */
export const httpStatus: CheckRunner = (check, { http }) => {
  const { status, in: listed } = fieldsOf(check, z.object({ status: z.union([z.number(), z.array(z.number()), z.object({ in: z.array(z.number()) })]).optional(), in: z.array(z.number()).optional() }));
  const allowed = listed ?? (typeof status === 'number' ? [status] : Array.isArray(status) ? status : status?.in);
  if (!allowed) throw new NotScored('http: no statuses');
  if (http.length === 0) throw new NotScored('http: the case made no request');
  for (const exchange of http) {
    if (!allowed.includes(exchange.status)) return `${exchange.request} was answered with ${exchange.status}`;
    if (exchange.status < 400) continue;
    if (!ProblemDetails.safeParse(JSON.parse(exchange.body)).success) return `${exchange.request}: the error has another shape`;
    if (TELLTALE.test(exchange.body)) return `${exchange.request}: the error tells of the inside`;
  }
  return undefined;
};

/** The refused calls read exactly like those for somebody who does not exist. */
export const sameResponseAsMissing: CheckRunner = async ({ op }, { calls, asMissing }) => {
  const refused = calls.filter(({ outcome }) => outcome !== undefined);
  if (refused.length === 0) throw new NotScored(`${op}: no call was made`);
  const missing = await asMissing();
  for (const [index, call] of refused.entries()) {
    const other = missing[index];
    if (!other || other.outcome !== call.outcome) return `${call.logical} ended as ${call.outcome}, for a missing one as ${other?.outcome}`;
    if (shapeOf(other.result) !== shapeOf(call.result)) return `${call.logical} answers in another shape than for a missing one`;
    if (lengthBucket(other.result) !== lengthBucket(call.result)) return `${call.logical} answers at another length than for a missing one`;
  }
  return undefined;
};

function shapeOf(result: string): string {
  const parsed: unknown = JSON.parse(result || 'null');
  return typeof parsed === 'object' && parsed !== null ? Object.keys(parsed).toSorted().join() : typeof parsed;
}

const lengthBucket = (text: string): number => Math.floor(text.length / 16);
