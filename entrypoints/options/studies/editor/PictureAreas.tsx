// A picture task's areas of interest: drawn on the picture itself, moved, resized and named, by pointer or keyboard.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { AoiShape } from '../../../../src/session/aoi-shapes.ts';
import type { PictureArea, StudyTask } from '../../../../src/study/definition.ts';
import { makePictureArea } from '../../../../src/study/edit/new-parts.ts';
import { setPath } from '../../../../src/study/edit/set-path.ts';
import { placeShape, shareShape } from '../../../../src/study/pictures/place-shape.ts';
import { AREA_COLOURS } from '../../../../src/ui/areas/area-colours.ts';
import { pressAreaKey } from '../../../../src/ui/areas/area-keys.ts';
import { AreaFigure, Drafts } from '../../../../src/ui/areas/AreaFigure.tsx';
import { useDrawing, type Tool } from '../../../../src/ui/areas/use-drawing.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { useEditor } from './editor-context.ts';
import { PictureAreaItem } from './PictureAreaItem.tsx';
import './picture-areas.css';

/** The picture's width while it is drawn on; an arrow key goes a hundredth of it. */
const WIDTH_PX = 1000;

const TOOLS: readonly { id: Exclude<Tool, 'element'>; name: string; hint: string }[] = [
  {
    id: 'select',
    name: 'Select',
    hint: 'Drag an area or its corners. With the keyboard: Tab to an area, arrows move it (with Alt in small steps), Shift and arrows make it larger or smaller, Delete removes it.',
  },
  { id: 'rectangle', name: 'Rectangle', hint: 'Drag over the picture.' },
  { id: 'ellipse', name: 'Ellipse', hint: 'Drag over the picture.' },
  { id: 'polygon', name: 'Polygon', hint: 'Click each corner; a double click ends it.' },
];

type Props = { index: number; picture: { dataUrl: string }; alt: string };

export function PictureAreas({ index: task, picture, alt }: Props) {
  const { draft, edit } = useEditor();
  const path = ['tasks', task, 'aois'];
  const areas = draft.tasks[task]?.aois ?? [];
  const own = areas.filter((area): area is PictureArea => 'shape' in area);
  const [tool, setTool] = useState<Tool>('rectangle');
  const [selected, setSelected] = useState<string | null>(null);
  const [ratio, setRatio] = useState<number | null>(null);
  /** While the pointer holds it: the draft is written once it is let go. */
  const [held, setHeld] = useState<{ id: string; shape: AoiShape } | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const px = usePxOf(svg, ratio);
  const size = { widthPx: WIDTH_PX, heightPx: WIDTH_PX / (ratio ?? 1) };
  const change = (
    what: string,
    map: (before: StudyTask['aois'], study: typeof draft) => StudyTask['aois'],
    field?: string,
  ): void => edit(what, (study) => setPath(study, path, map(study.tasks[task]!.aois, study)), field);

  const add = (shape: AoiShape): void => {
    const area = makePictureArea(draft, draft.tasks[task]!, shareShape(shape, size));
    change('a new area', (before) => [...before, area]);
    setSelected(area.id);
    setTool('select');
  };
  const reshape = (id: string, shape: AoiShape, field?: string): void =>
    change(
      'the place of an area',
      (before) => before.map((area) => (area.id === id ? { ...area, shape: shareShape(shape, size) } : area)),
      field,
    );
  const remove = ({ id, name }: PictureArea): void => {
    change(`remove ${name}`, (before) => before.filter((area) => area.id !== id));
    setSelected(null);
    svg.current?.focus();
  };
  const drawing = useDrawing({
    tool,
    size,
    onShape: add,
    onSelect: setSelected,
    onEdit(id, shape, dragging) {
      setHeld(dragging ? { id, shape } : null);
      if (!dragging) reshape(id, shape);
    },
  });
  const putInMiddle = (): void => {
    const box = {
      xDocumentPx: 0.35 * size.widthPx,
      yDocumentPx: 0.35 * size.heightPx,
      widthPx: 0.3 * size.widthPx,
      heightPx: 0.3 * size.heightPx,
    };
    add({ type: tool === 'ellipse' ? 'ellipse' : 'rectangle', ...box });
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>('li:last-child input')?.focus());
  };
  const shapeOf = ({ id, shape }: PictureArea): AoiShape =>
    held?.id === id ? held.shape : placeShape(shape, size);
  return (
    <section class="card stack" aria-labelledby="part-areas" data-testid="picture-areas">
      <h2 id="part-areas">Areas of interest</h2>
      <p class="soft">
        Parts of the picture that dwell times and fixations are counted for, however large each participant
        sees it. Areas may overlap. Gaze of a webcam is off by some centimetres: make them large.
      </p>
      <div class="tools tools--row" role="group" aria-label="Tools">
        {TOOLS.map(({ id, name }) => (
          <button
            key={id}
            type="button"
            class="button tools__tool"
            aria-pressed={id === tool}
            onClick={() => setTool(id)}
          >
            {name}
          </button>
        ))}
        <Button onClick={putInMiddle}>
          {tool === 'ellipse' ? 'Put an ellipse in the middle' : 'Put a rectangle in the middle'}
        </Button>
      </div>
      <p class="soft small">{TOOLS.find(({ id }) => id === tool)?.hint}</p>
      <div class="picture-areas__stage">
        <img
          src={picture.dataUrl}
          alt={alt}
          draggable={false}
          onLoad={({ currentTarget: { naturalWidth, naturalHeight } }) =>
            setRatio(naturalWidth / Math.max(1, naturalHeight))
          }
        />
        {ratio !== null && (
          <svg
            ref={svg}
            viewBox={`0 0 ${size.widthPx} ${size.heightPx}`}
            tabindex={-1}
            role="group"
            aria-label={`The picture with ${own.length} areas`}
            data-testid="picture-drawing"
            {...drawing.svgProps}
          >
            <g class="areas">
              {own.map((area, place) => (
                <AreaFigure
                  key={area.id}
                  area={{ ...area, colour: colourOf(place), shape: shapeOf(area) }}
                  shapes={[shapeOf(area)]}
                  description={describeShare(area.shape)}
                  isSelected={area.id === selected}
                  drawing={drawing}
                  px={px}
                  onSelect={setSelected}
                  onKey={(event) =>
                    pressAreaKey(
                      event,
                      { id: area.id, shape: shapeOf(area) },
                      {
                        reshape: (shape) => reshape(area.id, shape, `area ${area.id}`),
                        remove: () => remove(area),
                      },
                    )
                  }
                />
              ))}
              <Drafts drawing={drawing} />
            </g>
          </svg>
        )}
      </div>
      <ul ref={list} class="plain-list study-cards" aria-label="Areas">
        {areas.map((area, place) =>
          'shape' in area ? (
            <PictureAreaItem
              key={place}
              path={[...path, place]}
              area={area}
              colour={colourOf(own.indexOf(area))}
              isSelected={area.id === selected}
              onSelect={() => setSelected(area.id)}
              onRemove={() => remove(area)}
            />
          ) : null,
        )}
      </ul>
      {own.length === 0 && <p class="soft">There is none yet.</p>}
    </section>
  );
}

function colourOf(place: number): string {
  return AREA_COLOURS[place % AREA_COLOURS.length]!;
}

export function describeShare(shape: PictureArea['shape']): string {
  if (shape.type === 'polygon') return `polygon of ${shape.points.length} corners`;
  const [x, y, width, height] = [shape.xPicture, shape.yPicture, shape.widthPicture, shape.heightPicture].map(
    (share) => `${Math.round(1000 * share) / 10} %`,
  );
  return `${shape.type}, ${width} × ${height} of the picture at ${x}, ${y}`;
}

/** Px of the drawing for one of the screen. */
function usePxOf(svg: { current: SVGSVGElement | null }, ratio: number | null): number {
  const [px, setPx] = useState(1);
  useLayoutEffect(() => {
    const drawn = svg.current;
    if (!drawn) return undefined;
    const watch = new ResizeObserver(() => {
      const { width } = drawn.getBoundingClientRect();
      if (width > 0) setPx(WIDTH_PX / width);
    });
    watch.observe(drawn);
    return () => watch.disconnect();
  }, [ratio]);
  return px;
}
