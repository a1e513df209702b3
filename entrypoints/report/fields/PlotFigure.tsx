// Puts a plot of Observable Plot into the page, as wide as there is room.
import { useEffect, useRef, useState } from 'preact/hooks';

type Props = {
  title: string;
  /** Makes the plot; called again when the room or `inputs` change. */
  draw: (widthPx: number) => SVGSVGElement | HTMLElement;
  inputs: readonly unknown[];
};

export function PlotFigure({ title, draw, inputs }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const [widthPx, setWidthPx] = useState(0);
  useEffect(() => {
    const watch = new ResizeObserver(() => setWidthPx(Math.floor(room.current?.clientWidth ?? 0)));
    watch.observe(room.current!);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    if (widthPx === 0) return;
    const drawn = draw(widthPx);
    // Names of marks on groups without a role, which nobody may read: the picture as a whole has one.
    for (const named of drawn.querySelectorAll('[aria-label]')) named.removeAttribute('aria-label');
    room.current!.replaceChildren(drawn);
  }, [widthPx, ...inputs]);
  // What it shows stands in a table beside it: for a screen reader the plot is one picture.
  return (
    <figure class="plot">
      <figcaption class="plot__title">{title}</figcaption>
      <div ref={room} class="plot__room" role="img" aria-label={`${title}; the table has the numbers`} />
    </figure>
  );
}
