// A study that a tab shows: its text is taken from there, where the popup was opened on it.
import { useEffect, useState } from 'preact/hooks';
import { browser } from 'wxt/browser';
import { readStudyPage } from '../../../src/study/read-study-page.ts';
import { readStudyText, StudyFileError, type OpenedStudy } from './read-study.ts';
import { StudyProblemNotice } from './StudyProblemNotice.tsx';

type Props = { tabId: number; onOpen: (study: OpenedStudy) => void };

export function TabStudy({ tabId, onOpen }: Props) {
  const [problem, setProblem] = useState<StudyFileError | null>(null);
  useEffect(() => {
    readTab(tabId).then(onOpen, (error: unknown) =>
      setProblem(error instanceof StudyFileError ? error : new StudyFileError(String(error))),
    );
  }, [tabId]);
  return (
    <>
      <h1>{problem ? 'This study cannot be opened' : 'Reading the study…'}</h1>
      {problem && <StudyProblemNotice problem={problem} />}
      <p>
        <a href="#">Open a study’s file instead</a>
      </p>
    </>
  );
}

/** @throws {StudyFileError} */
async function readTab(tabId: number): Promise<OpenedStudy> {
  const results = await browser.scripting
    .executeScript({ target: { tabId }, func: readStudyPage })
    .catch(() => null);
  if (!results) {
    throw new StudyFileError(
      'Fovea cannot see the page with the study any more. Go back to its tab and open Fovea’s button there again, or save the page as a file and open that here.',
    );
  }
  const page = results[0]?.result;
  if (!page) throw new StudyFileError('The page does not show a study.');
  return readStudyText(page.text, page.url);
}
