/** Whether a stored call is the one that was sent: tools fill in defaults and normalise case, so what was sent must be among what is stored. */
export function sameArguments(sent: Readonly<Record<string, unknown>>, stored: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(sent).every(([key, value]) => !(key in stored) || JSON.stringify(stored[key]).toLowerCase() === JSON.stringify(value).toLowerCase());
}
