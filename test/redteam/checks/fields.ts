import { z } from 'zod';
import { NotScored, type Check } from '../format.ts';

/** Reads the fields of a check. @throws NotScored when the file words them in a way that is not known. */
export function fieldsOf<Shape extends z.ZodType>(check: Check, shape: Shape): z.output<Shape> {
  const read = shape.safeParse(check);
  if (!read.success) throw new NotScored(`${check.op}: ${read.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
  return read.data;
}
