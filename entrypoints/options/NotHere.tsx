// What an address leads to that names nothing which is stored here.

type Props = { testId: string; title: string; back: string; backTo: string };

export function NotHere({ testId, title, back, backTo }: Props) {
  return (
    <section class="stack" data-testid={testId}>
      <h1>{title}</h1>
      <p class="soft">It was deleted, or belongs to another computer.</p>
      <p>
        <a href={backTo}>{back}</a>
      </p>
    </section>
  );
}
