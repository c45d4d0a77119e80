import { expect, test } from 'vitest';
import { typedConsent } from '../../src/conversation/typed-consent.ts';

test.each(['yes', 'Yes, confirm.', 'ok go ahead', 'Please do it', 'Yes please', 'confirmed', 'do it now', 'Yep, proceed!', 'OK', "yes, that's right", 'Yes, create it.', 'yes please export it now', 'Yes, set it up'])('"%s" is consent', (text) => {
  expect(typedConsent(text)).toBe('yes');
});

test.each(['no', 'No, cancel that', 'never mind', "don't", 'stop', 'No thanks'])('"%s" is a refusal', (text) => {
  expect(typedConsent(text)).toBe('no');
});

test.each(['yes, but make it 50', 'yes and also sell my bonds', 'what does yes mean?', 'no idea', 'ok what about my bonds', 'yes if it is cheap', 'yes no', 'yes, accept it', 'yes, delete it', 'create it', 'yes, cancel it', '', 'maybe', 'I confirmed the address yesterday with Bob'])(
  'anything more than plain consent is a new request: "%s"',
  (text) => {
    expect(typedConsent(text)).toBeUndefined();
  },
);
