// Adds a language to a study, or takes one away, in all of its texts; pure.
import type { LocalText, StudyDefinition, StudyQuestion } from '../definition.ts';
import { listTexts } from '../list-texts.ts';
import { isStandard } from '../questions/wording.ts';
import { setPath } from './set-path.ts';

/** The new language comes last. What was one text for all is from then on the first language's. */
export function addLanguage(study: StudyDefinition, tag: string): StudyDefinition {
  if (study.languages.includes(tag)) return study;
  const [first = tag] = study.languages;
  const texts = listTexts(study).map(({ path, text }) => ({
    path,
    text: typeof text === 'string' ? { [first]: text, [tag]: '' } : { ...text, [tag]: text[tag] ?? '' },
  }));
  return setTexts({ ...study, languages: [...study.languages, tag] }, texts);
}

/** Its texts go too; the last language stays. */
export function removeLanguage(study: StudyDefinition, tag: string): StudyDefinition {
  const languages = study.languages.filter((one) => one !== tag);
  if (languages.length === 0 || languages.length === study.languages.length) return study;
  const texts = listTexts(study).map(({ path, text }) => ({ path, text: withoutTag(text, tag) }));
  return withoutWordings(setTexts({ ...study, languages }, texts), tag);
}

function withoutWordings(study: StudyDefinition, tag: string): StudyDefinition {
  const drop = (question: StudyQuestion): StudyQuestion => {
    if (!isStandard(question) || question.translations?.[tag] === undefined) return question;
    const rest = Object.entries(question.translations).filter(([key]) => key !== tag);
    return {
      ...question,
      translations: rest.length === 0 ? undefined : Object.fromEntries(rest),
    } as StudyQuestion;
  };
  const { before, after } = study.questions;
  return {
    ...study,
    tasks: study.tasks.map((task) => ({ ...task, questions: task.questions.map(drop) })),
    questions: { before: before.map(drop), after: after.map(drop) },
  };
}

/** Whoever reads none of the study's languages sees this one. */
export function makeDefaultLanguage(study: StudyDefinition, tag: string): StudyDefinition {
  return { ...study, languages: [tag, ...study.languages.filter((one) => one !== tag)] };
}

function withoutTag(text: LocalText, tag: string): LocalText {
  if (typeof text === 'string') return text;
  return Object.fromEntries(Object.entries(text).filter(([key]) => key !== tag));
}

function setTexts(study: StudyDefinition, texts: ReturnType<typeof listTexts>): StudyDefinition {
  return texts.reduce((changed, { path, text }) => setPath(changed, path, text), study);
}
