// A section's list, or what it is for while there is nothing in it.
import type { ComponentChildren } from 'preact';
import { EmptyCard } from '../../src/ui/EmptyCard.tsx';

type Props<T> = {
  title: string;
  /** Buttons: beside the title, or in the card that says that there is nothing. */
  actions: ComponentChildren;
  notices: ComponentChildren;
  items: readonly T[];
  getKey: (item: T) => string;
  show: (item: T) => ComponentChildren;
  /** While there is nothing; `text` says what would be here. */
  empty: { testId: string; title: string; text: ComponentChildren; picture: ComponentChildren };
};

export function ListPage<T>({ title, actions, notices, items, getKey, show, empty }: Props<T>) {
  if (items.length === 0) {
    return (
      <>
        <h1>{title}</h1>
        {notices}
        <EmptyCard
          testId={empty.testId}
          title={empty.title}
          picture={empty.picture}
          pictureHeight={110}
          actions={<div class="row">{actions}</div>}
        >
          {empty.text}
        </EmptyCard>
      </>
    );
  }
  return (
    <>
      <div class="row row--apart section-head">
        <h1>{title}</h1>
        <div class="row">{actions}</div>
      </div>
      {notices}
      <ul class="plain-list stack" aria-label={title}>
        {items.map((item) => (
          <li key={getKey(item)}>{show(item)}</li>
        ))}
      </ul>
    </>
  );
}
