/**
 * A request and what it must lead to. Turns are separated by ` >> `; the expectation is of the last.
 * It is a pattern over the lines `tool {arguments}` of the calls, or `refuse:REASON`, `clarify:AMBIGUITY`, `outside`, `text:PATTERN`.
 * Placeholders are those of the fixture in `../name-fixture.ts`.
 */
export type Request = readonly [text: string, expected: string];
