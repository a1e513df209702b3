// What every kind of question's field is given.
import type { LocalText, StudyQuestion } from '../../study/definition.ts';
import type { AnswerDraft } from '../../study/questions/answer-draft.ts';

/** A text of the definition in the participant's language. */
export type Say = (text: LocalText) => string;

export type QuestionProps<K extends StudyQuestion['kind'] = StudyQuestion['kind']> = {
  question: Extract<StudyQuestion, { kind: K }>;
  draft: AnswerDraft | undefined;
  onChange: (draft: AnswerDraft) => void;
  say: Say;
  /** BCP 47, of what `say` gives. */
  lang: string;
  /** What is wrong with the answer, in words. */
  problem?: string | undefined;
};
