import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { definitionOf } from '../../src/agent/tool-call.ts';
import { coreTools, TOOLS } from '../../tools/registry.ts';

describe.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s', (name, tool) => {
  test('says what a model and the record need to know', () => {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(tool.purpose.length).toBeGreaterThan(20);
    expect(tool.purpose.length).toBeLessThan(400);
    expect(tool.roles.length).toBeGreaterThan(0);
    expect(tool.version).toBeGreaterThan(0);
    expect(['read', 'draft', 'write']).toContain(tool.effect);
    expect(tool.effect === 'write').toBe('preview' in tool);
  });

  test('refuses a field that it does not know', () => {
    expect(tool.input.safeParse({ noSuchField: 1 }).error?.issues.some(({ code }) => code === 'unrecognized_keys')).toBe(true);
    expect(definitionOf(tool).function.parameters).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

test('names are unique', () => {
  expect(new Set(TOOLS.map(({ name }) => name)).size).toBe(TOOLS.length);
});

test.each(['client', 'advisor', 'auditor', 'admin'] as const)('what a model of a %s is always sent stays under 4,000 tokens', (role) => {
  const sent = JSON.stringify(coreTools(role).map(definitionOf));
  expect(encode(sent).length).toBeLessThanOrEqual(4000);
  expect(coreTools(role).every((tool) => tool.roles.includes(role))).toBe(true);
});

test('the service itself is sent no tools', () => {
  expect(coreTools('service')).toEqual([]);
});
