// Asks for the screen's size, by a bank card or as a number, and for the distance to it.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { writeScreen, type ScreenRow } from '../../../src/storage/screens.ts';
import { explainStorageError } from '../../../src/storage/storage-error.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { Notice } from '../../../src/ui/Notice.tsx';
import { database } from '../../../src/ui/page-database.ts';
import type { ThisScreen } from '../../../src/ui/use-this-screen.ts';
import {
  findCardWidthPx,
  findDiagonalInches,
  ImplausibleSizeError,
  readDistance,
  readNumber,
  sizeFromCard,
  sizeFromDiagonal,
  sizeFromWidth,
} from '../../../src/validation/physical-screen.ts';
import { CardRuler } from './CardRuler.tsx';
import './screen-size.css';

type Way = NonNullable<ScreenRow['sizeFrom']>;

const WAYS: Record<Way, string> = {
  card: 'Hold a bank card against the screen',
  diagonal: 'Type the diagonal',
  width: 'Type the width',
};

/** A card on a screen of 96 pixels an inch, which browsers take for usual. */
const USUAL_CARD_PX = 323.5;
const UNTOUCHED =
  'The rectangle is only a guess until you make it as large as a card: hold one against it, and adjust it. Or type the diagonal or the width.';

export function ScreenSizeForm({ screen, onClose }: { screen: ThisScreen; onClose: () => void }) {
  const { known, pageZoom } = screen;
  const size =
    known?.widthCm !== undefined && known.heightCm !== undefined
      ? { widthCm: known.widthCm, heightCm: known.heightCm }
      : undefined;
  const [way, setWay] = useState<Way>(known?.sizeFrom ?? 'card');
  // In pixels of an unzoomed page, so that a zoom meanwhile changes nothing.
  const [cardPx, setCardPx] = useState(size ? findCardWidthPx(size, 1, screen) : USUAL_CARD_PX);
  /** Else the rectangle is a guess, which would be stored as if it had been measured. */
  const [isHeld, setHeld] = useState(size !== undefined);
  const [diagonal, setDiagonal] = useState(size ? findDiagonalInches(size).toFixed(1) : '');
  const [width, setWidth] = useState(size ? size.widthCm.toFixed(1) : '');
  const [distance, setDistance] = useState(known?.distanceCm?.toString() ?? '');
  const [problem, setProblem] = useState('');
  const chosen = useRef<HTMLInputElement>(null);
  // Before the next key press.
  useLayoutEffect(() => chosen.current?.focus(), []);

  const save = async (): Promise<void> => {
    setProblem('');
    try {
      const { id, widthPx, heightPx } = screen;
      const read: Record<Way, () => { widthCm: number; heightCm: number }> = {
        card: () => {
          if (!isHeld) throw new ImplausibleSizeError(UNTOUCHED);
          return sizeFromCard(cardPx, 1, screen);
        },
        diagonal: () => sizeFromDiagonal(readNumber(diagonal), screen),
        width: () => sizeFromWidth(readNumber(width), screen),
      };
      const distanceCm = readDistance(distance);
      await writeScreen(database, {
        id,
        widthPx,
        heightPx,
        ...read[way](),
        sizeFrom: way,
        ...(distanceCm === undefined ? {} : { distanceCm }),
        updatedAt: new Date().toISOString(),
      });
      onClose();
    } catch (error) {
      setProblem(explainStorageError(error));
    }
  };

  return (
    <form
      class="stack screen-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <fieldset class="screen-form__ways">
        <legend>How large is it?</legend>
        {(Object.keys(WAYS) as Way[]).map((one) => (
          <label key={one} class="check">
            <input
              ref={way === one ? chosen : null}
              type="radio"
              name="screen-way"
              value={one}
              checked={way === one}
              onChange={() => setWay(one)}
            />
            {WAYS[one]}
          </label>
        ))}
      </fieldset>
      {way === 'card' && (
        <CardRuler
          widthCssPx={cardPx / pageZoom}
          pageZoom={pageZoom}
          onChange={(px) => {
            setCardPx(px * pageZoom);
            setHeld(true);
          }}
        />
      )}
      {way === 'diagonal' && (
        <NumberField label="Diagonal in inches" value={diagonal} onChange={setDiagonal} />
      )}
      {way === 'width' && <NumberField label="Width in cm" value={width} onChange={setWidth} />}
      <NumberField
        label="Distance from your eyes to the screen in cm (may stay empty)"
        value={distance}
        onChange={setDistance}
      />
      <p class="soft small">
        An arm’s length is about 60 to 70 cm. This is kept for this screen, whatever the page’s zoom.
      </p>
      {problem !== '' && <Notice kind="problem">{problem}</Notice>}
      <div class="row">
        <button type="submit" class="button button--primary">
          Save
        </button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

type NumberFieldProps = { label: string; value: string; onChange: (typed: string) => void };

function NumberField({ label, value, onChange }: NumberFieldProps) {
  return (
    <label class="field screen-form__number">
      {label}
      <input
        value={value}
        inputMode="decimal"
        autocomplete="off"
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}
