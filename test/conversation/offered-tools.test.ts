import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../src/agent/tool-call.ts';
import { offeredTools } from '../../src/conversation/offered-tools.ts';
import { coreTools, TOOLS } from '../../tools/registry.ts';
import type { Tool } from '../../tools/define-tool.ts';

const tokensOf = (tools: readonly Tool[]) => encode(JSON.stringify(tools.map(definitionOf))).length;

describe.each(['client', 'advisor', 'auditor'] as const)('what the model of a %s is sent', (role) => {
  const core = coreTools(role);
  const all = TOOLS.filter((tool) => tool.roles.includes(role));

  test('is the whole core, in at most 4,000 tokens', () => {
    expect(offeredTools(core)).toEqual(core);
    expect(tokensOf(offeredTools(core))).toBeLessThanOrEqual(4_000);
  });

  test('stays within 4,000 tokens whatever the catalogue names, one after the other or all at once', () => {
    let offered = offeredTools(core);
    for (const tool of all) {
      offered = offeredTools(offered, [tool]);
      expect(offered).toContain(tool);
      expect(tokensOf(offered)).toBeLessThanOrEqual(4_000);
    }
    expect(tokensOf(offeredTools(core, all))).toBeLessThanOrEqual(4_000);
  });

  test('keeps the way to every other tool', () => {
    const offered = offeredTools(offeredTools(core, all), all.toReversed());
    expect(offered.map(({ name }) => name)).toEqual(expect.arrayContaining(['find_names', 'describe_catalogue']));
  });
});
