// A card that takes a file: by its button, by keyboard, or dropped anywhere on it.
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
import { Button } from '../../../src/ui/Button.tsx';

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
  const input = useRef<HTMLInputElement>(null);
  const titleId = useId();
  const drop = useDrop(onFile);
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
        {compact && <Button onClick={() => input.current?.click()}>Choose another…</Button>}
      </div>
      {!compact && (
        <div class="drop">
          <Button variant="primary" onClick={() => input.current?.click()}>
            Choose {wanted}…
          </Button>
          <p class="soft">
            or drop it here · <span class="numbers">{kinds}</span>
          </p>
        </div>
      )}
      <input
        ref={input}
        type="file"
        accept={accept}
        hidden
        aria-label={`File for “${title}”`}
        data-testid={`${testId}-file`}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) onFile(file);
          // The same file can be chosen again, e.g. after it was mended.
          currentTarget.value = '';
        }}
      />
      {children}
    </section>
  );
}

/** Whether a file hovers over the element, and the handlers that take it. */
function useDrop(onFile: (file: File) => void) {
  /** Elements inside enter and leave as well: as many more entered as left as the pointer is deep inside. */
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const count = (change: number): void => {
    depth.current = Math.max(0, depth.current + change);
    setOver(depth.current > 0);
  };
  return {
    over,
    handlers: {
      onDragEnter: (event: DragEvent) => hasFile(event) && count(1),
      onDragLeave: (event: DragEvent) => hasFile(event) && count(-1),
      onDragOver: (event: DragEvent) => {
        if (!hasFile(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (event: DragEvent) => {
        const [file] = event.dataTransfer?.files ?? [];
        if (!hasFile(event)) return;
        event.preventDefault();
        count(-depth.current);
        if (file) onFile(file);
      },
    },
  };
}

function hasFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
