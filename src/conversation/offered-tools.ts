import { definitionOf } from '../agent/tool-call.ts';
import type { Tool } from '../../tools/define-tool.ts';

/** 4,000 tokens, counted low: definitions have 3.8 characters a token. */
const CHARACTERS = 14_000;
/** They lead to every other tool, so they always stay. */
const GUIDES = new Set(['find_names', 'describe_catalogue']);

/**
 * The tools whose definitions are sent: those that the catalogue has just named first, then those sent so far, as many as there is room
 * for. Leaving one out hides only its definition: a model that knows it may still call it.
 */
export function offeredTools(sofar: readonly Tool[], named: readonly Tool[] = []): readonly Tool[] {
  const guides = sofar.filter((tool) => GUIDES.has(tool.name));
  let room = CHARACTERS;
  return [...new Set([...guides, ...named, ...sofar])].filter((tool) => {
    const size = sizeOf(tool);
    if (size > room) return false;
    room -= size;
    return true;
  });
}

/** A tool's definition never changes: each is measured once. */
const sizes = new WeakMap<Tool, number>();

function sizeOf(tool: Tool): number {
  const size = sizes.get(tool) ?? JSON.stringify(definitionOf(tool)).length;
  sizes.set(tool, size);
  return size;
}
