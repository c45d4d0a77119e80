/**
 * JSON with sorted keys and no white space: equal values have equal text, whatever the order in which they were built.
 * @param known Texts of objects that stand in many values, so that each is written once.
 */
export function canonicalJson(value: unknown, known?: { get(part: object): string | undefined }): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const text = known?.get(value);
  if (text !== undefined) return text;
  if (!known && isInOrder(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    let list = '';
    for (const item of value) list += (list === '' ? '' : ',') + canonicalJson(item, known);
    return `[${list}]`;
  }
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  let members = '';
  for (const key of Object.keys(value).sort()) {
    const item: unknown = value[key as keyof typeof value];
    if (item === undefined) continue;
    if (members !== '') members += ',';
    members += JSON.stringify(key);
    members += ':';
    // Most members are plain: a call for each would cost more than its text.
    members += typeof item === 'object' && item !== null ? canonicalJson(item, known) : (JSON.stringify(item) ?? 'null');
  }
  return `{${members}}`;
}

/** Whether plain JSON is canonical already: a long list is then one call of the engine's own, several times as fast. */
function isInOrder(value: object): boolean {
  if (Array.isArray(value)) return value.every(isPlainOrInOrder);
  // What says by itself how it is written is left to the caller's rules.
  if (value instanceof Date || 'toJSON' in value) return false;
  let last = '';
  for (const key of Object.keys(value)) {
    if (key < last || !isPlainOrInOrder(value[key as keyof typeof value])) return false;
    last = key;
  }
  return true;
}

function isPlainOrInOrder(member: unknown): boolean {
  if (typeof member === 'object' && member !== null) return isInOrder(member);
  return typeof member === 'string' || typeof member === 'number' || typeof member === 'boolean' || member === null || member === undefined;
}
