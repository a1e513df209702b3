import { describe, expect, it } from 'vitest';
import { checkDraft, checkStudy } from '../../src/study/check-definition.ts';
import type { StudyDefinition, StudyQuestion } from '../../src/study/definition.ts';
import { addLanguage, removeLanguage } from '../../src/study/edit/languages.ts';
import { makeQuestion, makeStudy, makeWording } from '../../src/study/edit/new-parts.ts';
import { TLX_SCALES } from '../../src/study/questions/nasa-tlx.ts';
import { SUS_STATEMENTS } from '../../src/study/questions/sus.ts';
import { listUntranslated, wordSus, wordTlx } from '../../src/study/questions/wording.ts';
import { formatPath } from '../../src/study/study-problem.ts';

type Sus = Extract<StudyQuestion, { kind: 'sus' }>;
type Tlx = Extract<StudyQuestion, { kind: 'nasa-tlx' }>;

const SOURCE = 'Somebody, 2020';
const GERMAN = {
  source: SOURCE,
  statements: SUS_STATEMENTS.map((_, index) => `Aussage ${index + 1}`),
  low: 'Gar nicht',
  high: 'Voll',
};
const GERMAN_TLX = {
  source: SOURCE,
  scales: TLX_SCALES.map((_, index) => ({
    name: `Skala ${index + 1}`,
    asks: 'Wie?',
    low: 'Wenig',
    high: 'Viel',
  })),
};

function makeSus(translations?: Sus['translations']): Sus {
  const question = makeQuestion(makeStudy('a'), 'sus') as Sus;
  return translations ? { ...question, translations } : question;
}

/** One that could be run, with the question at its end. */
function makeWhole(question: StudyQuestion, languages = ['en', 'de']): StudyDefinition {
  const study = makeStudy('a');
  return {
    ...study,
    languages,
    title: 'Tea',
    researcher: { name: 'Ada', contact: 'ada@example.org' },
    tasks: [{ ...study.tasks[0]!, title: 'A', instructions: 'B', start: { url: 'https://shop.example/' } }],
    questions: { before: [], after: [question] },
  };
}

describe('the words that a standard questionnaire is asked in', () => {
  it.each([
    ['de', 'de', 'Aussage 1'],
    ['de-AT', 'de', 'Aussage 1'],
    ['en', 'en', SUS_STATEMENTS[0]],
    ['fr', 'en', SUS_STATEMENTS[0]],
  ])('to who reads %s are those in %s', (language, lang, first) => {
    const wording = wordSus(makeSus({ de: GERMAN }), language);
    expect([wording.lang, wording.statements[0], wording.statements.length]).toEqual([lang, first, 10]);
  });

  it('are the original’s where nothing else is given', () => {
    const tlx = makeQuestion(makeStudy('a'), 'nasa-tlx') as Tlx;
    expect(wordSus(makeSus(), 'de')).toMatchObject({ lang: 'en', statements: SUS_STATEMENTS });
    expect(wordTlx(tlx, 'de')).toMatchObject({ lang: 'en', scales: TLX_SCALES });
    expect(wordTlx({ ...tlx, translations: { de: GERMAN_TLX } }, 'de').scales[5]!.name).toBe('Skala 6');
  });

  it('are missing in the study’s languages that are neither English nor translated', () => {
    expect(listUntranslated(makeSus({ de: GERMAN }), ['en', 'en-GB', 'de-AT', 'fr', 'ja'])).toEqual([
      'fr',
      'ja',
    ]);
  });
});

describe('a translation', () => {
  const errorsOf = (question: StudyQuestion): string[] => {
    const check = checkStudy(makeWhole(question));
    return check.ok ? [] : check.errors.map(({ path }) => formatPath(path));
  };
  const place = 'questions.after[0].translations';

  it('is taken whole', () => {
    expect(errorsOf(makeSus({ de: GERMAN }))).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a statement is empty', { ...GERMAN, statements: GERMAN.statements.with(3, '') }, 'de.statements[3]'],
    ['a statement is missing', { ...GERMAN, statements: GERMAN.statements.slice(1) }, 'de.statements'],
    ['an end is empty', { ...GERMAN, high: '' }, 'de.high'],
    ['nobody is named who validated it', { ...GERMAN, source: '' }, 'de.source'],
    ['it hides a character', { ...GERMAN, low: 'a\u202Eb' }, 'de.low'],
    ['it is that of another questionnaire', GERMAN_TLX, 'de.scales'],
  ])('is refused where %s', (_, wording, where) => {
    expect(errorsOf(makeSus({ de: wording } as Sus['translations']))).toContain(`${place}.${where}`);
  });

  it('that is begun is to be filled in, word by word', () => {
    const begun = makeSus({ de: makeWording('sus') } as Sus['translations']);
    const { errors } = checkDraft(makeWhole(begun));
    const own = errors.filter(({ path }) => formatPath(path).startsWith(place));
    expect(own).toHaveLength(13);
    expect(own.every(({ message }) => message === 'Please write something here.')).toBe(true);
  });

  it('that is not given is a warning that names the language, and none in English', () => {
    const warn = (question: Sus, languages: string[]): string[] =>
      checkDraft(makeWhole(question, languages))
        .warnings.filter(({ path }) => path.includes('translations'))
        .map(({ path, message }) => `${formatPath(path)}: ${message}`);
    expect(warn(makeSus(), ['en'])).toEqual([]);
    expect(warn(makeSus({ de: GERMAN }), ['en', 'de'])).toEqual([]);
    expect(warn(makeSus(), ['en', 'de'])).toEqual([
      expect.stringMatching(
        /^questions\.after\[0\]\.translations\.de: Who reads Deutsch is asked this in English/,
      ),
    ]);
    expect(warn(makeSus({ fr: GERMAN }), ['en'])).toEqual([
      expect.stringContaining('none of the study’s languages'),
    ]);
  });

  it('goes with its language', () => {
    const study = makeWhole(makeSus({ de: GERMAN, fr: GERMAN }), ['en', 'de', 'fr']);
    const translationsOf = ({ questions }: StudyDefinition) => (questions.after[0] as Sus).translations;
    expect(Object.keys(translationsOf(removeLanguage(study, 'de'))!)).toEqual(['fr']);
    expect(translationsOf(removeLanguage(removeLanguage(study, 'de'), 'fr'))).toBeUndefined();
    expect(translationsOf(addLanguage(study, 'ja'))).toEqual({ de: GERMAN, fr: GERMAN });
  });
});
