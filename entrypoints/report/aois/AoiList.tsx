// The areas of a site, and the properties of the chosen one.
import type { Aoi } from '../../../src/session/aois.ts';
import type { AoiSize } from '../../../src/session/quality.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { describeShape } from './AoiDrawing.tsx';
import { BoxFields } from './BoxFields.tsx';

type Props = {
  aois: readonly Aoi[];
  sizes: readonly AoiSize[];
  /** Of the page in sight: where a new area counts. */
  pageUrl: string;
  site: string;
  selected: string | null;
  onSelect: (id: string | null) => void;
  onChange: (aoi: Aoi) => void;
  onRemove: (id: string) => void;
};

export function AoiList({ aois, sizes, pageUrl, site, selected, onSelect, onChange, onRemove }: Props) {
  if (aois.length === 0) {
    return (
      <p class="soft small" data-testid="no-areas">
        No area yet. What you make here is kept for this site, so that all sessions on it are measured by the
        same areas.
      </p>
    );
  }
  return (
    <ul class="plain-list area-list" aria-label="Areas">
      {aois.map((aoi) => (
        <li key={aoi.id} class={aoi.id === selected ? 'area-item area-item--selected' : 'area-item'}>
          <button
            type="button"
            class="area-item__head"
            aria-expanded={aoi.id === selected}
            onClick={() => onSelect(aoi.id === selected ? null : aoi.id)}
          >
            <span class="area-item__swatch" style={{ background: aoi.colour }} />
            <span class="area-item__name">{aoi.name}</span>
          </button>
          {aoi.id === selected && (
            <div class="stack stack--tight area-item__form">
              <div class="area-item__row">
                <label class="field">
                  Name
                  <input
                    spellcheck={false}
                    value={aoi.name}
                    maxLength={80}
                    onChange={({ currentTarget }) =>
                      currentTarget.value.trim() !== '' &&
                      onChange({ ...aoi, name: currentTarget.value.trim() })
                    }
                  />
                </label>
                <label class="field field--colour">
                  Colour
                  <input
                    type="color"
                    value={aoi.colour}
                    onChange={({ currentTarget }) => onChange({ ...aoi, colour: currentTarget.value })}
                  />
                </label>
              </div>
              <label class="field">
                Counts on
                <select
                  value={aoi.urlPattern}
                  onChange={({ currentTarget }) => onChange({ ...aoi, urlPattern: currentTarget.value })}
                >
                  {listPatterns(aoi, pageUrl, site).map(({ pattern, words }) => (
                    <option key={pattern} value={pattern}>
                      {words}
                    </option>
                  ))}
                </select>
              </label>
              {aoi.shape.type === 'selector' || aoi.shape.type === 'polygon' ? (
                <p class="soft small selector">{describeShape(aoi.shape)}</p>
              ) : (
                <BoxFields
                  box={aoi.shape}
                  onBox={(box) => onChange({ ...aoi, shape: { ...aoi.shape, ...box } as Aoi['shape'] })}
                />
              )}
              {sizes.find(({ aoi: id }) => id === aoi.id)?.verdict === 'absent' && (
                <p class="small">It finds nothing in this session.</p>
              )}
              <Button variant="danger" label={`Delete ${aoi.name}`} onClick={() => onRemove(aoi.id)}>
                Delete
              </Button>
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function listPatterns({ urlPattern }: Aoi, pageUrl: string, site: string) {
  const known = [
    { pattern: pageUrl, words: 'This page' },
    { pattern: `${site}*`, words: 'All pages of this site' },
    { pattern: '*', words: 'All pages' },
  ];
  return known.some(({ pattern }) => pattern === urlPattern)
    ? known
    : [...known, { pattern: urlPattern, words: urlPattern }];
}
