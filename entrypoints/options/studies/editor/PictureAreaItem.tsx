// One area on a picture: its names, and its place in numbers.
import type { PictureArea } from '../../../../src/study/definition.ts';
import { formatPath, type StudyPath } from '../../../../src/study/study-problem.ts';
import { Button } from '../../../../src/ui/Button.tsx';
import { FieldNotes } from '../fields/FieldNotes.tsx';
import { TextField } from '../fields/TextField.tsx';
import { useEditor, useField } from './editor-context.ts';

type Box = Exclude<PictureArea['shape'], { type: 'polygon' }>;
type BoxKey = 'xPicture' | 'yPicture' | 'widthPicture' | 'heightPicture';

const FIELDS: readonly { key: BoxKey; name: string }[] = [
  { key: 'xPicture', name: 'From the left' },
  { key: 'yPicture', name: 'From the top' },
  { key: 'widthPicture', name: 'Width' },
  { key: 'heightPicture', name: 'Height' },
];

type Props = {
  path: StudyPath;
  area: PictureArea;
  colour: string;
  isSelected: boolean;
  onSelect: () => void;
  onRemove: () => void;
};

export function PictureAreaItem({ path, area, colour, isSelected, onSelect, onRemove }: Props) {
  const called = area.name.trim() === '' ? 'this area' : area.name;
  return (
    <li
      class={isSelected ? 'study-card study-card--selected' : 'study-card'}
      data-testid="picture-area"
      onFocusCapture={onSelect}
    >
      <div class="row row--apart">
        <h3>
          <span class="picture-areas__swatch" style={{ background: colour }} aria-hidden="true" />
          {called.charAt(0).toUpperCase() + called.slice(1)}
        </h3>
        <Button variant="quiet" label={`Remove ${called}`} onClick={onRemove}>
          Remove
        </Button>
      </div>
      <div class="study-columns">
        <TextField path={[...path, 'name']} label="Name" />
        <TextField path={[...path, 'id']} label="Name in the data" code />
      </div>
      {area.shape.type === 'polygon' ? (
        <PolygonNotes path={path} corners={area.shape.points.length} />
      ) : (
        <BoxShares path={path} shape={area.shape} called={called} />
      )}
    </li>
  );
}

function PolygonNotes({ path, corners }: { path: StudyPath; corners: number }) {
  const { errors } = useEditor();
  const name = formatPath([...path, 'shape', 'points']);
  return (
    <div data-path={name} tabIndex={-1}>
      <p class="soft small">A polygon of {corners} corners.</p>
      <FieldNotes id={`${name}-notes`} error={errors.get(name)} />
    </div>
  );
}

function BoxShares({ path, shape, called }: { path: StudyPath; shape: Box; called: string }) {
  return (
    <fieldset class="study-field">
      <legend>{shape.type === 'ellipse' ? 'Box of the ellipse' : 'Place'}, in % of the picture</legend>
      <div class="picture-areas__shares">
        {FIELDS.map(({ key, name }) => (
          <ShareField key={key} path={[...path, 'shape', key]} name={name} called={called} />
        ))}
      </div>
    </fieldset>
  );
}

function ShareField({ path, name, called }: { path: StudyPath; name: string; called: string }) {
  const { name: place, value, error, set } = useField<number>(path, 'the place of an area');
  return (
    <label class="field">
      {name}
      <input
        type="number"
        class="study-input"
        aria-label={`${name} of ${called}, in % of the picture`}
        min={0}
        max={100}
        step={0.1}
        value={Number((100 * value).toFixed(2))}
        data-path={place}
        aria-invalid={error !== undefined}
        onChange={({ currentTarget: { valueAsNumber } }) => {
          if (Number.isFinite(valueAsNumber)) set(Number((valueAsNumber / 100).toFixed(4)));
        }}
      />
      {error !== undefined && <span class="field-notes__error">{error}</span>}
    </label>
  );
}
