// The study as a participant sees it, page by page, in each language; nothing is recorded or kept.
import { useState } from 'preact/hooks';
import type { StudyDefinition } from '../../../../src/study/definition.ts';
import { localText, nameLanguage } from '../../../../src/study/texts.ts';
import { StepsInPreview } from '../../../../src/ui/study/steps/StepHead.tsx';
import { useFocusOnMount } from '../../../../src/ui/use-focus-on-mount.ts';
import { listPreviewPages } from './preview-pages.ts';
import { PreviewBody } from './PreviewBody.tsx';
import './preview.css';

/** @param props.page from 1 @param props.base the preview's address */
export function PreviewPage({ study, page, base }: { study: StudyDefinition; page: number; base: string }) {
  const heading = useFocusOnMount();
  const { languages } = study;
  const [first = 'en'] = languages;
  const [chosen, setChosen] = useState(first);
  // It may have been taken away meanwhile, by Undo or in another tab.
  const lang = languages.includes(chosen) ? chosen : first;
  const say = (text: StudyDefinition['title']): string => localText(text, lang, first);
  const pages = listPreviewPages(study, say);
  const at = Math.min(Math.max(1, Number.isInteger(page) ? page : 1), pages.length);
  const shown = pages[at - 1]!;
  return (
    <section class="stack" aria-labelledby="preview-title" data-testid="preview">
      <div class="row row--apart">
        <h2 id="preview-title" ref={heading} tabIndex={-1}>
          What participants see
        </h2>
        {languages.length > 1 && (
          <label class="row">
            <span>In</span>
            <select
              value={lang}
              aria-label="Language of the preview"
              onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            >
              {languages.map((tag) => (
                <option key={tag} value={tag}>
                  {nameLanguage(tag)}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
      <div class="preview-pages">
        <nav class="study-nav" aria-label="Pages that participants see">
          {pages.map(({ title }, index) => (
            <a key={title} href={`${base}/${index + 1}`} aria-current={index + 1 === at ? 'page' : undefined}>
              <span>
                <span class="soft numbers">{index + 1}</span> {title}
              </span>
            </a>
          ))}
        </nav>
        <div class="stack">
          <article
            class="card preview-frame stack"
            data-testid="preview-page"
            data-kind={shown.kind}
            aria-label={shown.title}
          >
            <StepsInPreview.Provider value>
              <PreviewBody key={`${at} ${lang}`} page={shown} study={study} say={say} lang={lang} />
            </StepsInPreview.Provider>
          </article>
          <div class="row row--apart">
            {at > 1 ? (
              <a class="button" href={`${base}/${at - 1}`}>
                Back
              </a>
            ) : (
              <span />
            )}
            <span class="soft small">Nothing that you do here is recorded or kept.</span>
            {at < pages.length ? (
              <a class="button button--primary" href={`${base}/${at + 1}`}>
                Next
              </a>
            ) : (
              <span />
            )}
          </div>
        </div>
      </div>
    </section>
  );
}
