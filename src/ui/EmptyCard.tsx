// What a list says while there is nothing in it: a picture, what would be here, and how to begin.
import type { ComponentChildren } from 'preact';

type Props = {
  testId: string;
  title: string;
  /** Drawn 240 wide and so high, in SVG. */
  picture: ComponentChildren;
  pictureHeight: number;
  /** What to do. */
  actions: ComponentChildren;
  /** What would be here, in a few sentences. */
  children: ComponentChildren;
};

export function EmptyCard({ testId, title, picture, pictureHeight, actions, children }: Props) {
  return (
    <section class="card empty" data-testid={testId}>
      <svg class="empty__picture" viewBox={`0 0 240 ${pictureHeight}`} aria-hidden="true">
        {picture}
      </svg>
      <div class="stack stack--tight">
        <h2>{title}</h2>
        <p class="soft">{children}</p>
      </div>
      {actions}
    </section>
  );
}
