// What ends a task well, by address; clicks are tested in a real page (`tests/e2e/study-tasks.test.ts`).
import { expect, it } from 'vitest';
import { isReached } from '../../src/study/tasks/success.ts';

it.each([
  ['https://shop.example/thanks', 'https://shop.example/thanks', true],
  ['https://shop.example/thanks', 'https://shop.example/thanks#top', true],
  ['https://shop.example/thanks', 'https://shop.example/thanks?order=1', false],
  ['https://shop.example/thanks*', 'https://shop.example/thanks?order=1', true],
  ['*/thanks', 'https://shop.example/thanks', true],
  ['https://*.example/a?b=*', 'https://shop.example/a?b=1', true],
  // The question mark and the dot are themselves.
  ['https://shop.example/a?b=*', 'https://shop.example/ab=1', false],
  ['https://shop.example/a', 'https://shop-example/a', false],
  // A route in the fragment counts where the pattern has one.
  ['https://shop.example/#/cart', 'https://shop.example/#/cart', true],
  ['https://shop.example/#/cart', 'https://shop.example/#/', false],
])('%s on %s: %s', (pattern, url, reached) => {
  expect(isReached({ success: { kind: 'url', pattern } }, url)).toBe(reached);
});

it('no address ends a task that ends otherwise', () => {
  expect(isReached({ success: { kind: 'done' } }, 'https://shop.example/')).toBe(false);
});
