import { describe, expect, it } from 'vitest';
import { hashStudy } from '../../src/study/study-hash.ts';
import {
  chooseLanguage,
  findDirection,
  isLanguageTag,
  localText,
  nameLanguage,
} from '../../src/study/texts.ts';

describe('a text', () => {
  const text = { en: 'Tea', de: 'Tee', 'pt-BR': 'Chá' };

  it.each([
    ['de', 'Tee'],
    ['de-AT', 'Tee'],
    ['DE', 'Tee'],
    ['pt', 'Chá'],
    ['pt-PT', 'Chá'],
    ['fr', 'Tea'],
  ])('in %s is %s', (language, words) => {
    expect(localText(text, language, 'en')).toBe(words);
  });

  it('is the same for everybody where it is one', () => {
    expect(localText('Tea', 'de', 'en')).toBe('Tea');
  });

  it('is that of the fallback where it is not written yet', () => {
    expect(localText({ en: 'Tea', de: ' ' }, 'de', 'en')).toBe('Tea');
  });

  it('is any where the fallback is missing, and nothing where there is none', () => {
    expect(localText({ de: 'Tee' }, 'fr', 'en')).toBe('Tee');
    expect(localText({}, 'fr', 'en')).toBe('');
  });
});

describe('the language', () => {
  it.each<[string[], string[], string]>([
    [['en', 'de'], ['de-CH', 'en'], 'de'],
    [['en', 'de'], ['fr', 'de'], 'de'],
    [['en', 'de'], ['fr'], 'en'],
    [['en', 'de'], [], 'en'],
    [['zh-Hans', 'zh-Hant'], ['zh-Hant-TW'], 'zh-Hant'],
    [['en-GB'], ['en-US'], 'en-GB'],
  ])('of %j is, for who reads %j, %s', (languages, preferred, chosen) => {
    expect(chooseLanguage(languages, preferred)).toBe(chosen);
  });

  it.each([
    ['en', 'ltr'],
    ['ar', 'rtl'],
    ['he-IL', 'rtl'],
    ['az', 'ltr'],
    ['az-Arab', 'rtl'],
    ['?', 'ltr'],
  ] as const)('%s is written %s', (language, direction) => {
    expect(findDirection(language)).toBe(direction);
  });

  it('has a name of its own', () => {
    expect(nameLanguage('de')).toBe('Deutsch');
    expect(nameLanguage('no good')).toBe('no good');
  });

  it.each([
    ['pt-BR', true],
    ['x y', false],
    ['', false],
    ['en_US', false],
  ])('%j is a tag: %s', (tag, is) => {
    expect(isLanguageTag(tag)).toBe(is);
  });
});

it('a study is named by the SHA-256 of its bytes', async () => {
  // The test vector of FIPS 180-4 for "abc".
  expect(await hashStudy(new TextEncoder().encode('abc'))).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  );
});
