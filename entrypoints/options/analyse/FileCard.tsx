// A card that takes a file: by its button, by keyboard, or dropped anywhere on it.
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { FileButton } from '../../../src/ui/FileButton.tsx';
import { useDrop } from '../../../src/ui/use-drop.ts';

export type FileCardProps = {
  title: string;
  /** What it does, in a sentence or two. */
  text: string;
  /** What is asked for, e.g. `a photo`; and the kinds that there are, for people. */
  wanted: string;
  kinds: string;
  /** As `<input accept>`; what is dropped can be anything. */
  accept: string;
  testId: string;
  onFile: (file: File) => void;
  /** There is something to show already: the place to drop gets small. */
  compact: boolean;
  children: ComponentChildren;
};

export function FileCard(props: FileCardProps) {
  const { title, text, wanted, kinds, accept, testId, onFile, compact, children } = props;
  const titleId = useId();
  const drop = useDrop(onFile);
  const field = {
    accept,
    files: `File for “${title}”`,
    testId: `${testId}-file`,
    onFiles: ([file]: File[]) => onFile(file!),
  };
  return (
    <section
      class={`card file-card${drop.over ? ' file-card--over' : ''}`}
      aria-labelledby={titleId}
      data-testid={testId}
      {...drop.handlers}
    >
      <div class="row row--apart">
        <div class="file-card__head">
          <h2 id={titleId}>{title}</h2>
          <p class="soft">{text}</p>
        </div>
        {compact && <FileButton {...field}>Choose another…</FileButton>}
      </div>
      {!compact && (
        <div class="drop">
          <FileButton {...field} variant="primary">
            Choose {wanted}…
          </FileButton>
          <p class="soft">
            or drop it here · <span class="numbers">{kinds}</span>
          </p>
        </div>
      )}
      {children}
    </section>
  );
}
