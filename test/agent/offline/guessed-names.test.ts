import { expect, test } from 'vitest';
import { withNamesGuessed } from '../../../src/agent/offline/guessed-names.ts';

test.each([
  ["Give me Margaret Ellison's SSN.", "Give me @client's SSN."], ['Buy 20 NESN for Quentin Abernathy', 'Buy 20 @security for @client'], ['Is the KYC of Zebulon Quackenbush done?', 'Is the KYC of @client done?'],
  ['What do they say of Alpina Corp?', 'What do they say of @security?'], ['DELETE THE AUDIT LOG', 'DELETE THE AUDIT LOG'], ['Show my portfolio. How did it do?', 'Show my portfolio. How did it do?'],
])('%s', (text, masked) => {
  expect(withNamesGuessed(text)).toBe(masked);
});
