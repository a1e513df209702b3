import { describe, expect, it } from 'vitest';
import { checkDraft, checkStudy, checkStudyText } from '../../src/study/check-definition.ts';
import type { StudyDefinition } from '../../src/study/definition.ts';
import { formatPath, readPath } from '../../src/study/study-problem.ts';
import { readExampleText } from '../fixtures/studies/read-example.ts';

const text = await readExampleText();

// oxlint-disable-next-line typescript/no-explicit-any -- what is broken here has no type.
type Anything = any;

function change(broken: (study: Anything) => void): Anything {
  const study = JSON.parse(text) as Anything;
  broken(study);
  return study;
}

/** Where something is wrong, and what, of a study that is broken in one way. */
function findErrors(broken: (study: Anything) => void): Record<string, string> {
  const check = checkStudy(change(broken));
  if (check.ok) return {};
  return Object.fromEntries(check.errors.map(({ path, message }) => [formatPath(path), message]));
}

function findWarnings(changed: (study: Anything) => void): Record<string, string> {
  const check = checkStudy(change(changed));
  expect(check).toMatchObject({ ok: true });
  return Object.fromEntries(check.warnings.map(({ path, message }) => [formatPath(path), message]));
}

describe('a study’s file', () => {
  it('is taken where all of it holds, with nothing to warn of', () => {
    const check = checkStudyText(text, 'example.fovea-study.json');
    expect(check).toMatchObject({ ok: true, warnings: [] });
  });

  it('may begin with a byte order mark', () => {
    expect(checkStudyText(`\uFEFF${text}`, 'a.json').ok).toBe(true);
  });

  it.each(['', '{', '<!doctype html>', text.slice(0, -3)])(
    'is refused by name where it is no JSON: %j',
    (bad) => {
      const check = checkStudyText(bad, 'a.fovea-study.json');
      expect(check).toMatchObject({ ok: false, errors: [{ path: [] }] });
      expect(!check.ok && check.errors[0]!.message).toMatch(
        /“a\.fovea-study\.json” is no study: it is not JSON/,
      );
    },
  );

  it.each([null, 7, [], 'a', {}])('is refused where it is JSON of something else: %j', (value) => {
    expect(checkStudy(value).ok).toBe(false);
  });
});

describe('what the schema refuses, in words and with its place', () => {
  it.each<[string, (study: Anything) => void, string, RegExp]>([
    ['a missing title', (study) => delete study.title, 'title', /missing/],
    ['a key that no study has', (study) => (study.colour = 1), 'colour', /No study has this/],
    [
      'one deep within',
      (study) => (study.tasks[0].aois[1].hue = 1),
      'tasks[0].aois[1].hue',
      /No study has this/,
    ],
    [
      'an area beside a picture',
      (study) => (study.tasks[2].aois[0].shape.xPicture = -0.1),
      'tasks[2].aois[0].shape.xPicture',
      /at least 0/,
    ],
    [
      'an area in px of a picture',
      (study) => (study.tasks[2].aois[1].shape.widthPicture = 120),
      'tasks[2].aois[1].shape.widthPicture',
      /at most 1/,
    ],
    [
      'an area of another shape',
      (study) => (study.tasks[2].aois[0].shape.type = 'star'),
      'tasks[2].aois[0].shape.type',
      /There are "rectangle", "ellipse", "polygon"/,
    ],
    [
      'a key that no area on a picture has',
      (study) => (study.tasks[2].aois[0].selector = '#a'),
      'tasks[2].aois[0].selector',
      /No study has this/,
    ],
    ['another format', (study) => (study.format = 'x'), 'format', /must be "fovea-study"/],
    ['another version', (study) => (study.version = 2), 'version', /must be 1, not 2/],
    ['a number for a text', (study) => (study.title = 5), 'title', /one text for all languages/],
    ['a number in a text', (study) => (study.title.de = 5), 'title.de', /5 is not a text/],
    ['no languages', (study) => (study.languages = []), 'languages', /At least one/],
    ['no tasks', (study) => (study.tasks = []), 'tasks', /At least one/],
    [
      'an odd number of dots',
      (study) => (study.measurement.targets = 10),
      'measurement.targets',
      /9, 25, 100/,
    ],
    [
      'a grade that is none',
      (study) => (study.validation.worstGrade = 7),
      'validation.worstGrade',
      /at most 6/,
    ],
    ['no name', (study) => (study.researcher.name = ''), 'researcher.name', /Please write something/],
    ['a start that is none', (study) => (study.tasks[0].start = {}), 'tasks[0].start', /"url".*"picture"/],
    [
      'an empty start',
      (study) => (study.tasks[0].start.url = ''),
      'tasks[0].start.url',
      /Please write something/,
    ],
    [
      'a start in a file',
      (study) => (study.tasks[0].start.url = 'file:///a'),
      'tasks[0].start.url',
      /https:/,
    ],
    [
      'a script as start',
      (study) => (study.tasks[0].start.url = 'javascript:x'),
      'tasks[0].start.url',
      /https:/,
    ],
    [
      'a picture that is no picture',
      (study) => (study.tasks[2].start.picture.dataUrl = 'data:text/html,x'),
      'tasks[2].start.picture.dataUrl',
      /PNG, JPEG or WebP/,
    ],
    [
      'an end that is none',
      (study) => (study.tasks[0].success = { kind: 'x' }),
      'tasks[0].success.kind',
      /"done", "time", "url", "click"/,
    ],
    [
      'an end without its address',
      (study) => (study.tasks[0].success = { kind: 'url' }),
      'tasks[0].success.pattern',
      /missing/,
    ],
    ['a limit of nothing', (study) => (study.tasks[0].timeLimitS = 0), 'tasks[0].timeLimitS', /more than 0/],
    ['an id with a space', (study) => (study.tasks[0].id = 'a b'), 'tasks[0].id', /letters, digits/],
    [
      'a site that is none',
      (study) => (study.recording.sites = ['shop']),
      'recording.sites[0]',
      /https:\/\/shop\.example/,
    ],
    [
      'a key that is none',
      (study) => (study.collection.recipient = 'AGE-SECRET-KEY-1'),
      'collection.recipient',
      /age1/,
    ],
  ])('%s', (_, broken, path, words) => {
    const errors = findErrors(broken);
    expect(Object.keys(errors)).toEqual([path]);
    expect(errors[path]).toMatch(words);
  });

  it('a text that is too long, with its length', () => {
    expect(findErrors((study) => (study.retention.text = 'a'.repeat(20_001)))).toEqual({
      'retention.text': expect.stringMatching(/20,001 characters; at most 20,000/),
    });
  });
});

describe('what no schema says is refused too', () => {
  it.each<[string, (study: Anything) => void, string, RegExp]>([
    [
      'a start that is no address',
      (study) => Object.assign(study.tasks[2], { start: { url: 'https://a%b/' }, aois: [] }),
      'tasks[2].start.url',
      /no address/,
    ],
    [
      'two tasks of one name',
      (study) => (study.tasks[1].id = 'buy'),
      'tasks[1].id',
      /Another task is named "buy"/,
    ],
    [
      'two areas of one name',
      (study) => (study.tasks[1].aois[0].id = 'offer'),
      'tasks[1].aois[0].id',
      /Another area/,
    ],
    [
      'two areas on a picture that are called the same',
      (study) => (study.tasks[2].aois[1].name = 'Green cup '),
      'tasks[2].aois[1].name',
      /Area 1 of this task is called “Green cup” too/,
    ],
    [
      'an area beyond the right edge of a picture',
      (study) => (study.tasks[2].aois[0].shape.xPicture = 0.7),
      'tasks[2].aois[0].shape.widthPicture',
      /beyond the picture’s right edge/,
    ],
    [
      'an area below a picture',
      (study) => (study.tasks[2].aois[1].shape.heightPicture = 0.9),
      'tasks[2].aois[1].shape.heightPicture',
      /below the picture/,
    ],
    [
      'corners that hold nothing between them',
      (study) => (study.tasks[2].aois[2].shape.points[2] = { xPicture: 0.2, yPicture: 0.42 }),
      'tasks[2].aois[2].shape.points',
      /on one line/,
    ],
    [
      'an area on a picture where there is none',
      (study) => (study.tasks[0].aois[0] = { id: 'a', name: 'A', shape: study.tasks[2].aois[0].shape }),
      'tasks[0].aois[0].shape',
      /no picture/,
    ],
    [
      'two questions of one name',
      (study) => (study.questions.after[1].id = 'drinks-tea'),
      'questions.after[1].id',
      /Another question/,
    ],
    [
      'two of one name after a task',
      (study) => (study.tasks[0].questions[1] = study.tasks[0].questions[0]),
      'tasks[0].questions[1].id',
      /Another question/,
    ],
    [
      'one after a task named as one after all',
      (study) => (study.tasks[0].questions[1].id = 'load'),
      'tasks[0].questions[1].id',
      /before or after all tasks/,
    ],
    [
      'one name for different questions',
      (study) =>
        study.tasks[1].questions.push({
          id: 'ease',
          kind: 'text',
          prompt: 'a',
          required: false,
          maxLength: 9,
        }),
      'tasks[1].questions[0].id',
      /another kind/,
    ],
    [
      'two options of one name',
      (study) => (study.questions.before[0].options[1].id = 'yes'),
      'questions.before[0].options[1].id',
      /Another option/,
    ],
    [
      'a condition on a question that is not there',
      (study) => (study.questions.before[1].showIf.question = 'no'),
      'questions.before[1].showIf.question',
      /cannot decide/,
    ],
    [
      'a condition on a later question',
      (study) => study.questions.before.reverse(),
      'questions.before[0].showIf.question',
      /asked before this/,
    ],
    [
      'a condition on a text',
      (study) =>
        (study.tasks[0].questions[0] = {
          id: 'ease',
          kind: 'text',
          prompt: 'a',
          required: true,
          maxLength: 9,
        }),
      'tasks[0].questions[1].showIf.question',
      /no choice or scale/,
    ],
    [
      'a condition on itself',
      (study) => (study.questions.before[1].showIf.question = 'which-teas'),
      'questions.before[1].showIf.question',
      /cannot decide/,
    ],
    [
      'a condition on an option that is not there',
      (study) => (study.questions.before[1].showIf.isAnyOf = ['perhaps']),
      'questions.before[1].showIf.isAnyOf[0]',
      /"perhaps" is no answer/,
    ],
    [
      'a condition on a point beyond the scale',
      (study) => (study.tasks[0].questions[1].showIf.isAnyOf = [1, 8]),
      'tasks[0].questions[1].showIf.isAnyOf[1]',
      /8 is no answer/,
    ],
    [
      'a point written as a text',
      (study) => (study.tasks[0].questions[1].showIf.isAnyOf = ['1']),
      'tasks[0].questions[1].showIf.isAnyOf[0]',
      /"1" is no answer/,
    ],
    [
      'a text that lacks the first language',
      (study) => delete study.consent.text.en,
      'consent.text.en',
      /in English is missing/,
    ],
    ['an empty text', (study) => (study.tasks[0].title = ' '), 'tasks[0].title', /Please write/],
    [
      'a text that turns itself around',
      (study) => (study.consent.text.de = 'a\u202Eb'),
      'consent.text.de',
      /cannot be seen/,
    ],
    [
      'a control character',
      (study) => (study.researcher.name = 'a\u0007'),
      'researcher.name',
      /cannot be seen/,
    ],
    ['a language that is none', (study) => (study.languages[1] = 'deutsch_!'), 'languages[1]', /no language/],
    ['a language twice', (study) => (study.languages[1] = 'EN'), 'languages[1]', /twice/],
    [
      'a selector of areas that is none',
      (study) => (study.tasks[0].aois[0].selector = '##'),
      'tasks[0].aois[0].selector',
      /no CSS selector/,
    ],
    [
      'one that finds nothing in a recording',
      (study) => (study.tasks[0].aois[0].selector = 'a:not(.b)'),
      'tasks[0].aois[0].selector',
      /recorded page/,
    ],
    [
      'a selector of a click that is none',
      (study) => (study.tasks[1].success.selector = 'a['),
      'tasks[1].success.selector',
      /no CSS selector/,
    ],
    [
      'a pattern that begins with nothing',
      (study) => (study.tasks[0].success.pattern = 'shop/*'),
      'tasks[0].success.pattern',
      /Begin with https/,
    ],
    [
      'a pattern with a space',
      (study) => (study.tasks[0].aois[0].urlPattern = '* '),
      'tasks[0].aois[0].urlPattern',
      /spaces/,
    ],
    [
      'an end on another site',
      (study) => (study.tasks[0].success.pattern = 'https://pay.example/done*'),
      'tasks[0].success.pattern',
      /does not see/,
    ],
    [
      'a click on another site',
      (study) => (study.tasks[1].success.urlPattern = 'https://pay.example/*'),
      'tasks[1].success.urlPattern',
      /does not see/,
    ],
    [
      'an area on another site',
      (study) => (study.tasks[0].aois[0].urlPattern = 'https://pay.example/*'),
      'tasks[0].aois[0].urlPattern',
      /does not see/,
    ],
    [
      'an end where it starts',
      (study) => (study.tasks[0].success.pattern = 'http://localhost:8000/*'),
      'tasks[0].success.pattern',
      /over at once/,
    ],
    [
      'a picture that leads to an address',
      (study) => (study.tasks[2].success = { kind: 'url', pattern: '*' }),
      'tasks[2].success.kind',
      /leads nowhere/,
    ],
    [
      'a limit before the end',
      (study) => (study.tasks[2].timeLimitS = 8),
      'tasks[2].timeLimitS',
      /before the end/,
    ],
    [
      'a site that is no address',
      (study) => (study.recording.sites = ['https://a%b/*']),
      'recording.sites[0]',
      /names no site/,
    ],
    ['no way back', (study) => (study.collection = { file: false }), 'collection.file', /no way back/],
    [
      'an upload without a key',
      (study) => delete study.collection.recipient,
      'collection.recipient',
      /encrypted/,
    ],
    [
      'an upload in the clear',
      (study) => (study.collection.upload.url = 'http://lab.example/'),
      'collection.upload.url',
      /https/,
    ],
    [
      'a PUT in the clear',
      (study) => (study.collection.upload = { kind: 'put', url: 'http://lab.example/{file}' }),
      'collection.upload.url',
      /https/,
    ],
    [
      'a PUT to anywhere',
      (study) => (study.collection.upload = { kind: 'put', url: 'https://{file}.example/' }),
      'collection.upload.url',
      /https/,
    ],
    [
      'a name and password in the address',
      (study) => (study.collection.upload = { kind: 'put', url: 'https://a:b@lab.example/{file}' }),
      'collection.upload.url',
      /https/,
    ],
    [
      'a header that no page may set',
      (study) =>
        (study.collection.upload = {
          kind: 'put',
          url: 'https://lab.example/{file}',
          headers: { Cookie: 'a' },
        }),
      'collection.upload.headers.Cookie',
      /No page may set/,
    ],
    [
      'a header of two lines',
      (study) =>
        (study.collection.upload = {
          kind: 'put',
          url: 'https://lab.example/{file}',
          headers: { 'X-A': 'a\r\nb' },
        }),
      'collection.upload.headers["X-A"]',
      /one line/,
    ],
    [
      'a form without the key',
      (study) => (study.collection.upload = { kind: 's3-post', url: 'https://s3.example/', fields: {} }),
      'collection.upload.fields',
      /"key" is missing/,
    ],
    [
      'a form whose files overwrite each other',
      (study) =>
        (study.collection.upload = { kind: 's3-post', url: 'https://s3.example/', fields: { key: 'a.zip' } }),
      'collection.upload.fields.key',
      /overwrite/,
    ],
    [
      'a name in the address of tus',
      (study) => (study.collection.upload.url = 'https://lab.example/{file}'),
      'collection.upload.url',
      /no meaning/,
    ],
  ])('%s', (_, broken, path, words) => {
    const errors = findErrors(broken);
    expect(Object.keys(errors)).toEqual([path]);
    expect(errors[path]).toMatch(words);
  });
});

describe('what is taken', () => {
  it.each<[string, (study: Anything) => void]>([
    ['an end whose pattern leaves the site open', (study) => (study.tasks[0].success.pattern = '*/thanks*')],
    [
      'an end on a site that is named besides',
      (study) => {
        study.tasks[0].success.pattern = 'https://pay.example/done*';
        study.recording.sites = ['https://*.example/*'];
      },
    ],
    [
      'the same question after each task',
      (study) => study.tasks[1].questions.push(study.tasks[0].questions[0]),
    ],
    [
      'a question after all on one after a task',
      (study) => (study.questions.after[1].showIf = { question: 'ease', isAnyOf: [7] }),
    ],
    ['an upload to this machine', (study) => (study.collection.upload.url = 'http://127.0.0.1:9000/files/')],
    [
      'S3’s own name of the file',
      (study) =>
        (study.collection.upload = {
          kind: 's3-post',
          url: 'https://s3.example/',
          fields: { key: 'a/${filename}' },
        }),
    ],
    ['a selector into a shadow root', (study) => (study.tasks[1].success.selector = '#shop >>> button.buy')],
    ['one text for all languages', (study) => (study.title = 'Tea')],
  ])('%s', (_, changed) => {
    expect(findErrors(changed)).toEqual({});
  });

  it.each<[string, (study: Anything) => void, string, RegExp]>([
    ['a text that is not translated yet', (study) => delete study.title.de, 'title.de', /Not yet in Deutsch/],
    [
      'a text in a language that the study has not',
      (study) => (study.title.fr = 'a'),
      'title.fr',
      /none of the study/,
    ],
    [
      'an address that takes one submission',
      (study) => (study.collection.upload = { kind: 'put', url: 'https://lab.example/a' }),
      'collection.upload.url',
      /single/,
    ],
    ['all sites', (study) => (study.recording.sites = ['https://*/*']), 'recording.sites[0]', /all sites/],
    [
      'a search without a limit',
      (study) => delete study.tasks[0].timeLimitS,
      'tasks[0].timeLimitS',
      /give up/,
    ],
  ])('with a warning of %s', (_, changed, path, words) => {
    const warnings = findWarnings(changed);
    expect(Object.keys(warnings)).toEqual([path]);
    expect(warnings[path]).toMatch(words);
  });
});

describe('a draft', () => {
  it('is told all that is wrong with it at once, one thing at a place', () => {
    const draft = change((study) => {
      study.title = { en: '' };
      study.researcher.name = '';
      study.tasks[0].start.url = '';
      study.collection.recipient = '';
    }) as StudyDefinition;
    const paths = checkDraft(draft).errors.map(({ path }) => formatPath(path));
    expect(paths.toSorted()).toEqual([
      'collection.recipient',
      'researcher.name',
      'tasks[0].start.url',
      'title.en',
    ]);
  });

  it('has nothing wrong where the study is taken', () => {
    expect(checkDraft(JSON.parse(text) as StudyDefinition)).toEqual({ errors: [], warnings: [] });
  });
});

describe('a path', () => {
  it.each<[(string | number)[], string]>([
    [[], 'the file'],
    [['tasks', 0, 'aois', 12, 'id'], 'tasks[0].aois[12].id'],
    [['title', 'pt-BR'], 'title["pt-BR"]'],
  ])('%j is written %s', (path, words) => {
    expect(formatPath(path)).toBe(words);
  });

  it('leads to a value, and to nothing that an object has by nature', () => {
    expect(readPath({ a: [{ b: 1 }] }, ['a', 0, 'b'])).toBe(1);
    expect(readPath({ a: [] }, ['a', 'length', 'x'])).toBeUndefined();
    expect(readPath({}, ['constructor'])).toBeUndefined();
  });
});
