import type { z } from 'zod';
import type { Principal, Role } from '../src/access/principal.ts';
import type { ScopedDb } from '../src/access/scoped-db.ts';
import type { Answer } from '../src/shared/answer.ts';
import type { Clock } from '../src/shared/clock.ts';
import type { NewId } from '../src/shared/ids.ts';

/** `read` runs; `draft` returns a proposal and changes nothing; `write` runs only after a person approved its exact arguments. */
export type Effect = 'read' | 'draft' | 'write';

/** What a tool is handed. `db` is the only door to data and is already bound to the principal. */
export interface ToolContext {
  readonly db: ScopedDb;
  readonly principal: Principal;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Label of the registered model version that is answering; stamped by the server on what it records. */
  readonly modelVersionLabel: string;
  /** Registers (once) the version that is answering and gives its id, for tools that record decisions. Absent where none may be recorded. */
  readonly modelVersion?: () => Promise<string>;
  readonly conversationId?: string;
  readonly turnId?: string;
  readonly signal?: AbortSignal;
  /** Keeps an exported file; absent where exports are not possible. */
  readonly saveExport?: (name: string, content: string) => Promise<void>;
}

interface ToolCore<Input extends z.ZodType> {
  readonly name: string;
  readonly purpose: string;
  readonly roles: readonly Role[];
  readonly input: Input;
  /** Raise it when the meaning of arguments or answer changes: it is part of the decision record. */
  readonly version: number;
}

export interface ReadTool<Input extends z.ZodType = z.ZodType> extends ToolCore<Input> {
  readonly effect: 'read' | 'draft';
  /** What it finds is put on record as well, as a compliance check is. */
  readonly keepsRecords?: boolean;
  run(input: z.output<Input>, context: ToolContext): Promise<Answer>;
}

export interface WriteTool<Input extends z.ZodType = z.ZodType> extends ToolCore<Input> {
  readonly effect: 'write';
  /**
   * Adds to the arguments what an approval must be bound to beyond the words of the call, such as the hash of the trades that are shown.
   * Runs before the preview; what it returns is hashed, shown, approved and run.
   */
  bind?(input: z.output<Input>, context: ToolContext): Promise<z.output<Input>>;
  /** The client named in `client` will read the text: it must hold nothing of other clients. */
  readonly isReadByClient?: boolean;
  /** Checks that the write is possible and shows exactly what would change. Runs before any approval exists, changes nothing. */
  preview(input: z.output<Input>, context: ToolContext): Promise<Answer>;
  /** Does it. Called by the approval code alone, with the arguments that the person approved. */
  run(input: z.output<Input>, context: ToolContext): Promise<Answer>;
}

export type Tool = ReadTool | WriteTool;

export function defineTool<Input extends z.ZodType>(tool: ReadTool<Input>): ReadTool<Input>;
export function defineTool<Input extends z.ZodType>(tool: WriteTool<Input>): WriteTool<Input>;
export function defineTool(tool: Tool): Tool {
  return tool;
}
