// What the heat is made of and how it looks.
import { PALETTE_NAMES, type PaletteName } from '../../../src/heatmap/palettes.ts';
import { Choice, ShareSlider } from '../fields/Choice.tsx';
import type { HeatSettings } from './heat-settings.ts';

type Props = {
  settings: HeatSettings;
  onChange: (settings: HeatSettings) => void;
  /** Of several sessions it matters who weighs how much. */
  several?: boolean;
};

const FROM: Record<HeatSettings['from'], string> = {
  samples: 'All gaze samples',
  fixations: 'Fixations only',
};
const WEIGHT: Record<HeatSettings['weight'], string> = { duration: 'Duration', count: 'Count' };
const NORMALIZATION: Record<HeatSettings['normalization'], string> = {
  raw: 'None',
  time: 'Share of all gaze',
  participant: 'Every participant the same',
};
const PALETTES: Record<PaletteName, string> = {
  viridis: 'Viridis',
  cividis: 'Cividis',
  magma: 'Magma',
  inferno: 'Inferno',
  fovea: 'Fovea',
};
const LOOKS = { heat: 'Heat', spotlight: 'Spotlight' } as const;
/** What was not seen is to be dark in the spotlight; under colours the page stays readable. */
const OPACITY = { heat: 0.65, spotlight: 0.85 } as const;

export function HeatControls({ settings, onChange, several = false }: Props) {
  const { paint } = settings;
  const set = (change: Partial<HeatSettings>): void => onChange({ ...settings, ...change });
  const setPaint = (change: Partial<HeatSettings['paint']>): void => set({ paint: { ...paint, ...change } });
  return (
    <>
      <fieldset class="segments">
        <legend class="read-aloud">Look</legend>
        {(['heat', 'spotlight'] as const).map((mode) => (
          <label key={mode}>
            <input
              type="radio"
              name="heat-look"
              checked={paint.mode === mode}
              onChange={() => setPaint({ mode, opacity: OPACITY[mode] })}
            />
            <span>{LOOKS[mode]}</span>
          </label>
        ))}
      </fieldset>
      <Choice name="Made from" words={FROM} value={settings.from} onChange={(from) => set({ from })} />
      <Choice
        name="Weighted by"
        words={WEIGHT}
        value={settings.weight}
        onChange={(weight) => set({ weight })}
      />
      {several && (
        <Choice
          name="Normalized"
          words={NORMALIZATION}
          value={settings.normalization}
          onChange={(normalization) => set({ normalization })}
        />
      )}
      {paint.mode === 'heat' && (
        <Choice
          name="Palette"
          words={sortAsListed(PALETTES)}
          value={paint.palette}
          onChange={(palette) => setPaint({ palette })}
        />
      )}
      <ShareSlider name="Opacity" value={paint.opacity} onChange={(opacity) => setPaint({ opacity })} />
      <ShareSlider
        name="Threshold"
        value={paint.threshold}
        onChange={(threshold) => setPaint({ threshold })}
      />
      <label class="check">
        <input
          type="checkbox"
          checked={settings.contours}
          onChange={() => set({ contours: !settings.contours })}
        />
        Contours
      </label>
    </>
  );
}

function sortAsListed(words: Record<PaletteName, string>): Record<PaletteName, string> {
  return Object.fromEntries(PALETTE_NAMES.map((name) => [name, words[name]])) as Record<PaletteName, string>;
}
