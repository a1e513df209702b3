import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDraft, checkStudyText } from '../../src/study/check-definition.ts';
import type { StudyQuestion } from '../../src/study/definition.ts';
import { beginHistory, change, redo, undo } from '../../src/study/edit/history.ts';
import { addLanguage, makeDefaultLanguage, removeLanguage } from '../../src/study/edit/languages.ts';
import { makeName, renameOption, renameQuestion } from '../../src/study/edit/names.ts';
import { makeArea, makeQuestion, makeStudy, makeTask } from '../../src/study/edit/new-parts.ts';
import { formatStudy, noteExported, raiseRevision, raiseVersion } from '../../src/study/edit/revision.ts';
import { moveItem, setPath } from '../../src/study/edit/set-path.ts';
import { listTexts } from '../../src/study/list-texts.ts';
import { formatPath } from '../../src/study/study-problem.ts';
import { readExampleStudy } from '../fixtures/studies/read-example.ts';

const example = await readExampleStudy();

describe('a change at a place', () => {
  it('leaves what it does not touch the same object', () => {
    const changed = setPath(example, ['tasks', 0, 'success', 'pattern'], '*');
    expect(changed.tasks[0]!.success).toEqual({ kind: 'url', pattern: '*' });
    expect(changed.tasks[1]).toBe(example.tasks[1]);
    expect(changed.consent).toBe(example.consent);
    expect(example.tasks[0]!.success).not.toEqual(changed.tasks[0]!.success);
  });

  it('takes a key away where there is no value', () => {
    expect('everyS' in setPath(example, ['checks', 'everyS'], undefined).checks).toBe(false);
  });

  it('moves an item, and stays within the list', () => {
    expect(moveItem(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
    expect(moveItem(['a', 'b', 'c'], 2, 1)).toEqual(['a', 'c', 'b']);
    expect(moveItem(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moveItem(['a', 'b'], 1, 2)).toEqual(['a', 'b']);
  });
});

describe('the history', () => {
  it('takes back everything, and does it again', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 30 }), (values) => {
        const distinct = values.filter((value, index) => value !== (index === 0 ? null : values[index - 1]));
        const begun = beginHistory<number | null>(null);
        const changed = distinct.reduce<typeof begun>((so, value) => change(so, value, edit('a')), begun);
        let history = changed;
        for (const _ of distinct) history = undo(history);
        expect(history.present).toBeNull();
        for (const _ of distinct) history = redo(history);
        expect(history.present).toBe(changed.present);
      }),
    );
  });

  it('takes typing without a break back at once, but not what came before it', () => {
    const first = change(beginHistory(''), 'x', edit('other', 'b', 0));
    const typed = change(change(first, 'xa', edit('title', 'a', 100)), 'xab', edit('title', 'a', 900));
    expect(undo(typed).present).toBe('x');
    const later = change(typed, 'xabc', edit('title', 'a', 5000));
    expect(undo(later).present).toBe('xab');
  });

  it('does not go on with a change that was taken back', () => {
    const typed = undo(change(beginHistory(''), 'a', edit('title', 'a', 0)));
    expect(undo(change(typed, 'b', edit('title', 'a', 10))).present).toBe('');
  });

  it('is empty at its ends', () => {
    const begun = beginHistory('a');
    expect(undo(begun).present).toBe('a');
    expect(redo(begun).present).toBe('a');
  });
});

describe('languages', () => {
  it('are added to every text, and taken away again', () => {
    const more = addLanguage(example, 'fr');
    expect(more.languages).toEqual(['en', 'de', 'fr']);
    for (const { text } of listTexts(more)) expect(text).toHaveProperty('fr', '');
    expect(removeLanguage(more, 'fr')).toEqual(example);
  });

  it('make a text for all that of the first', () => {
    const plain = makeStudy('a');
    const titled = addLanguage({ ...plain, title: 'Tea' }, 'de');
    expect(titled.title).toEqual({ en: 'Tea', de: '' });
  });

  it('are never none, and the default is the first', () => {
    const one = removeLanguage(example, 'de');
    expect(removeLanguage(one, 'en')).toBe(one);
    expect(makeDefaultLanguage(example, 'de').languages).toEqual(['de', 'en']);
  });
});

describe('names', () => {
  it('are the first that is not taken', () => {
    expect(makeName('task', ['task-1', 'task-3'])).toBe('task-2');
  });

  it('of a question are followed by the conditions on it', () => {
    const renamed = renameQuestion(example, 'before', 0, 'tea');
    expect(renamed.questions.before[1]!.showIf?.question).toBe('tea');
    expect(checkDraft(renamed).errors).toEqual([]);
    const ofTask = renameQuestion(example, 0, 0, 'easy');
    expect(ofTask.tasks[0]!.questions[1]!.showIf?.question).toBe('easy');
  });

  it('of an option are followed by the conditions on it', () => {
    const renamed = renameOption(example, 'before', 0, 0, 'sometimes');
    expect(renamed.questions.before[1]!.showIf?.isAnyOf).toEqual(['sometimes']);
    expect(checkDraft(renamed).errors).toEqual([]);
  });
});

describe('what is new', () => {
  it('lacks only what nobody else can know', () => {
    const { errors, warnings } = checkDraft(makeStudy('a1'));
    expect(errors.map(({ path }) => formatPath(path)).toSorted()).toEqual([
      'researcher.contact',
      'researcher.name',
      'tasks[0].instructions',
      'tasks[0].start.url',
      'tasks[0].title',
      'title',
    ]);
    expect(warnings.map(({ path }) => formatPath(path))).toEqual(['consent.text', 'retention.text']);
  });

  it.each<StudyQuestion['kind']>(['single', 'multiple', 'likert', 'sus', 'nasa-tlx', 'text'])(
    'a question of the kind %s lacks nothing but its words',
    (kind) => {
      const question = makeQuestion(example, kind);
      const { errors } = checkDraft(
        setPath(example, ['questions', 'after'], [...example.questions.after, question]),
      );
      expect(errors.filter(({ message }) => !/is missing|Please write/.test(message))).toEqual([]);
    },
  );

  it('tasks and areas have names of their own', () => {
    const task = makeTask(example, 'page');
    expect(example.tasks.map(({ id }) => id)).not.toContain(task.id);
    expect(makeArea(example, example.tasks[0]!)).toMatchObject({
      id: 'area-1',
      urlPattern: 'http://localhost:8000/*',
    });
  });
});

describe('a file', () => {
  it('says the study, and the same study is the same file', () => {
    const text = formatStudy(example);
    const check = checkStudyText(text, 'a');
    expect(check.ok && check.study).toEqual(example);
    expect(
      formatStudy(
        JSON.parse(
          JSON.stringify(example, Object.keys(example).toReversed().concat(allKeys())),
        ) as typeof example,
      ),
    ).toBe(text);
  });

  it('is the same revision where nothing changed, and the next where anything did', async () => {
    const before = await noteExported({ ...example, revision: 4 });
    expect(await raiseRevision({ ...example, revision: 4 }, before)).toEqual({ ...example, revision: 4 });
    const changed = setPath(example, ['tasks', 0, 'timeLimitS'], 60);
    expect(await raiseRevision(changed, before)).toEqual({ ...changed, revision: 5 });
  });

  it('keeps the revision that it has where it was never exported', async () => {
    expect((await raiseRevision({ ...example, revision: 3 })).revision).toBe(3);
  });

  it('has another version of the consent where its text is another', async () => {
    const before = await noteExported(example);
    const changed = setPath(example, ['consent', 'text', 'de'], 'Anders.');
    expect((await raiseRevision(changed, before)).consent.version).toBe('2');
    const named = setPath(changed, ['consent', 'version'], 'spring');
    expect((await raiseRevision(named, before)).consent.version).toBe('spring');
  });

  it.each([
    ['1', '2'],
    ['v1.9', 'v1.10'],
    ['spring', 'spring-2'],
  ])('after version %s comes %s', (version, next) => {
    expect(raiseVersion(version)).toBe(next);
  });
});

/** The example's keys, wherever they are, backwards. */
function allKeys(): string[] {
  const keys = new Set<string>();
  JSON.stringify(example, (key, value: unknown) => {
    keys.add(key);
    return value;
  });
  return [...keys].toReversed();
}

function edit(what: string, field = '', nowMs = 0) {
  return { what, field, nowMs };
}
