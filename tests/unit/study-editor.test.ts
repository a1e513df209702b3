import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Decrypter, Encrypter } from 'age-encryption';
import { describePlace } from '../../entrypoints/options/studies/editor/describe-place.ts';
import { makeKeyPair } from '../../entrypoints/options/studies/editor/make-key.ts';
import { formatPairs, readPairs } from '../../entrypoints/options/studies/editor/pairs.ts';
import { addressOf, partOf } from '../../entrypoints/options/studies/editor/parts.ts';
import { nameFile } from '../../entrypoints/options/studies/name-file.ts';
import { listPreviewPages } from '../../entrypoints/options/studies/preview/preview-pages.ts';
import { studySchema } from '../../src/study/definition.ts';
import type { StudyPath } from '../../src/study/study-problem.ts';
import { localText } from '../../src/study/texts.ts';
import { readExampleStudy } from '../fixtures/studies/read-example.ts';

const example = await readExampleStudy();

describe('a file’s name', () => {
  it.each([
    ['Buying tea!', 'Buying-tea.x'],
    ['  Überraschung: 1/2 ', 'Überraschung-1-2.x'],
    ['買茶', '買茶.x'],
    ['../../etc', 'etc.x'],
    ['', 'study.x'],
    ['a'.repeat(100), `${'a'.repeat(60)}.x`],
  ])('of %j is %s', (title, name) => {
    expect(nameFile(title, '.x')).toBe(name);
  });
});

describe('names with values', () => {
  it('are read as they were written', () => {
    const token = fc.stringMatching(/^[A-Za-z$-][\w$-]{0,20}$/);
    const value = fc.stringMatching(/^(\S([^\r\n]{0,30}\S)?)?$/);
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(token, value), { selector: ([name]) => name }), (entries) => {
        const pairs = Object.fromEntries(entries);
        expect(readPairs(formatPairs(pairs))).toEqual({ ok: true, pairs });
      }),
    );
  });

  it('may hold colons, and empty lines between them', () => {
    expect(readPairs('\nA: b: c\n\n')).toEqual({ ok: true, pairs: { A: 'b: c' } });
  });

  it.each([
    ['A: b\nC', /Line 2/],
    [': b', /Line 1/],
    ['A: b\nA: c', /twice/],
  ])('%j is refused', (text, words) => {
    expect(readPairs(text)).toMatchObject({ ok: false, message: expect.stringMatching(words) });
  });
});

describe('a place of the definition', () => {
  it.each<[StudyPath, string, string]>([
    [['title', 'de'], 'Title · Deutsch', 'about'],
    [['researcher', 'name'], 'Researcher · Name', 'about'],
    [['tasks', 0, 'id'], 'Task 1 · Name in the data', 'tasks/0'],
    [['languages', 1], 'Language 2', 'about'],
    [['consent', 'text', 'en'], 'Consent · English', 'consent'],
    [['tasks'], 'Tasks', 'tasks'],
    [['tasks', 1, 'success', 'pattern'], 'Task 2 · End · Address', 'tasks/1'],
    [['tasks', 0, 'aois', 2, 'selector'], 'Task 1 · area 3 · Selector', 'tasks/0'],
    [['tasks', 0, 'questions', 1, 'showIf', 'isAnyOf', 0], 'Task 1 · question 2 · Condition', 'tasks/0'],
    [
      ['questions', 'after', 0, 'prompt', 'en'],
      'Question 1 after the tasks · Question · English',
      'questions',
    ],
    [
      ['questions', 'before', 0, 'options', 1, 'label'],
      'Question 1 before the tasks · option 2 · Text',
      'questions',
    ],
    [['recording', 'sites', 0], 'Recording · site 1', 'recording'],
    [['collection', 'upload', 'url'], 'Collecting · Upload · Address', 'collecting'],
    [[], 'The study', 'about'],
  ])('%j is “%s”, edited in %s', (path, words, address) => {
    expect(describePlace(example, path)).toBe(words);
    expect(addressOf(path)).toBe(address);
  });

  it('is edited somewhere, whichever key it begins with', () => {
    const about = new Set([
      'format',
      'version',
      '$schema',
      'id',
      'revision',
      'languages',
      'title',
      'researcher',
    ]);
    for (const key of Object.keys(studySchema.shape)) {
      expect(partOf([key]) === 'about', key).toBe(about.has(key));
    }
  });
});

describe('the preview', () => {
  const say = (text: typeof example.title): string => localText(text, 'de', 'en');

  it('has every page that a participant sees', () => {
    expect(listPreviewPages(example, say).map(({ title }) => title)).toEqual([
      'Invitation',
      'Consent',
      'Screen, camera, light',
      'Measurement',
      'Accuracy check',
      'Questions before',
      'Task 1',
      'Questions after task 1',
      'Task 2',
      'Task 3',
      'Questions after',
      'What is sent',
    ]);
  });

  it('has no page of questions where there are none', () => {
    const plain = { ...example, questions: { before: [], after: [] } };
    expect(listPreviewPages(plain, say).map(({ title }) => title)).not.toContain('Questions after');
  });
});

it('a pair of keys fits together, and its file says what it is', async () => {
  const { recipient, file } = await makeKeyPair(new Date('2026-11-27T10:00:00Z'));
  expect(file).toContain(`# public key: ${recipient}\n`);
  expect(file).toContain('Without it nobody can read');
  const secret = file.trim().split('\n').at(-1)!;
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const decrypter = new Decrypter();
  decrypter.addIdentity(secret);
  expect(await decrypter.decrypt(await encrypter.encrypt('data'), 'text')).toBe('data');
});
