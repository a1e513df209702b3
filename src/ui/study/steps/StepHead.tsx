// How a step of a study begins. The participant's page and the preview of it show the same, at other depths of headings.
import { createContext, type ComponentChildren } from 'preact';
import { useContext } from 'preact/hooks';
import { useFocusOnMount } from '../../use-focus-on-mount.ts';

/** Whether steps are shown within a page that has headings of its own. */
export const StepsInPreview = createContext(false);

type Props = {
  title: ComponentChildren;
  /** BCP 47, of the title, where that is the study's. */
  lang?: string | undefined;
  testId?: string | undefined;
  /** Above the title. */
  above?: ComponentChildren;
  children?: ComponentChildren;
};

export function StepHead({ above, children, ...title }: Props) {
  return (
    <div class="section-head">
      {above}
      <StepTitle {...title} />
      {children}
    </div>
  );
}

export function StepTitle(props: Omit<Props, 'above' | 'children'>) {
  return useContext(StepsInPreview) ? <PreviewTitle {...props} /> : <PageTitle {...props} />;
}

function PageTitle({ title, lang, testId }: Props) {
  const heading = useFocusOnMount();
  return (
    <h1
      ref={heading}
      tabIndex={-1}
      lang={lang}
      dir={lang === undefined ? undefined : 'auto'}
      data-testid={testId}
    >
      {title}
    </h1>
  );
}

function PreviewTitle({ title, lang }: Props) {
  return (
    <h3 class="preview-heading" lang={lang} dir={lang === undefined ? undefined : 'auto'}>
      {title}
    </h3>
  );
}

type SubtitleProps = { id?: string; class?: string; children: ComponentChildren };

/** A heading below the step's own. */
export function StepSubtitle({ children, ...attributes }: SubtitleProps) {
  return useContext(StepsInPreview) ? (
    <h4 {...attributes}>{children}</h4>
  ) : (
    <h2 {...attributes}>{children}</h2>
  );
}
