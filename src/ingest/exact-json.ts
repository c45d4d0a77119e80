import { decimal } from '../shared/decimal.ts';
import { invalidInput } from '../shared/errors.ts';

/** JSON whose numbers come as the digits of the text, plainly written, so that no float comes between. @throws AppError invalid-input */
export function parseExact(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) => (typeof value === 'number' ? decimal(context?.source ?? value).toFixed() : value));
  } catch (error) {
    throw invalidInput('The file is not well-formed JSON.', { cause: error });
  }
}
