import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { ImportRequest, ImportResult } from '../contract/imports.ts';
import { AppError, invalidInput } from '../shared/errors.ts';
import type { ApiServices } from './api-services.ts';
import { requirePrincipal } from './request-principal.ts';

const MOST_BYTES = 20 * 1_048_576;
const MOST_LISTED = 1_000;

/** Files of prices, rates, securities, transactions and positions: what `npm run import` does, over HTTP and in the sender's name. */
export function importRoutes(instance: FastifyInstance, services: ApiServices): void {
  void instance.register(async (scope) => {
    await scope.register(multipart, { limits: { fileSize: MOST_BYTES, files: 1, fields: 1, parts: 2 } });
    scope.withTypeProvider<ZodTypeProvider>().post('/api/imports', {
      schema: {
        summary: 'Import a file', tags: ['imports'], consumes: ['multipart/form-data'], response: { 200: ImportResult },
        description: 'A part `file` (at most 20 MB) and, if need be, a field `options` with JSON: kind, columns, constants, encoding, delimiter, decimalMark, dateFormat, portfolio, strict, preview. Administrators import everything, advisors transactions and holdings of their clients.',
      },
      config: { rateLimit: { max: 30, timeWindow: '1 minute' } },
    }, async (request) => {
      const { principal } = await requirePrincipal(services, request);
      const { file, options } = await readParts(request);
      const { rejects, status, kind, read, added, corrected, alreadyThere, detected } = await services.importFile(principal, file, options, request.id);
      return {
        status, kind, read, added, corrected, alreadyThere, refused: rejects.length, detected: { ...detected },
        rejects: rejects.slice(0, MOST_LISTED).map(({ line, field, reason }) => ({ line, field, reason })),
      };
    });
  });
}

async function readParts(request: FastifyRequest): Promise<{ readonly file: { readonly name: string; readonly bytes: Buffer }; readonly options: ImportRequest }> {
  if (!request.isMultipart()) throw invalidInput('The request holds no file.', { hint: 'Send multipart/form-data with a part called "file".' });
  let file: { name: string; bytes: Buffer } | undefined;
  let options: ImportRequest = {};
  for await (const part of request.parts()) {
    if (part.type === 'file') file = { name: part.filename || 'file', bytes: await part.toBuffer() };
    else if (part.fieldname === 'options') options = readOptions(String(part.value));
    else throw invalidInput(`The field "${part.fieldname.slice(0, 40)}" is not known.`, { hint: 'There are file and options.' });
  }
  if (!file) throw invalidInput('The request holds no file.', { hint: 'Send a part called "file".' });
  if (file.bytes.length === 0) throw invalidInput('The file is empty.');
  return { file, options };
}

function readOptions(text: string): ImportRequest {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new AppError('invalid-input', 'The options are not JSON.', { cause });
  }
  const read = ImportRequest.safeParse(json);
  if (!read.success) throw invalidInput(read.error.issues.map(({ path, message }) => `options.${path.join('.')}: ${message}`).join('; '));
  return read.data;
}
