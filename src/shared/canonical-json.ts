/**
 * JSON with sorted keys and no white space: equal values have equal text, whatever the order in which they were built.
 * @param known Texts of objects that stand in many values, so that each is written once.
 */
export function canonicalJson(value: unknown, known?: { get(part: object): string | undefined }): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const text = known?.get(value);
  if (text !== undefined) return text;
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
