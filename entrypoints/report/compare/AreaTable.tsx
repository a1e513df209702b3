// A measure on each area in both groups, with n, confidence intervals and the difference.
import type { Aoi } from '../../../src/session/aois.ts';
import type { AoiSummary, compareAois } from '../../../src/session/summarize-aois.ts';
import { formatP, formatValue, LOOKED, readValue, type Shown, type Value } from './measure-words.ts';

type Props = {
  aois: readonly Aoi[];
  first: readonly AoiSummary[];
  second: readonly AoiSummary[];
  differences: ReturnType<typeof compareAois>;
  shown: Shown;
};

const HEADS = ['A', 'n', '95 % interval', 'B', 'n', '95 % interval', 'A − B', '95 % interval', 'p'];

export function AreaTable({ aois, first, second, differences, shown }: Props) {
  return (
    <>
      <div class="table-room" role="region" aria-label="Table of both groups" tabIndex={0}>
        <table class="table numbers" data-testid="compared-areas">
          <thead>
            <tr>
              <th scope="col">Area</th>
              {HEADS.map((head, index) => (
                <th key={index} scope="col" class="table__number">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {aois.map((aoi) => {
              const of = ({ aoi: id }: { aoi: string }): boolean => id === aoi.id;
              const difference = shown === LOOKED ? null : differences.find(of)?.differences[shown];
              return (
                <tr key={aoi.id} data-area={aoi.name}>
                  <th scope="row">
                    <span class="area-item__swatch" style={{ background: aoi.colour }} /> {aoi.name}
                  </th>
                  <Cells value={readValue(first.find(of), shown)} />
                  <Cells value={readValue(second.find(of), shown)} />
                  <td class="table__number">{difference ? formatValue(difference.difference) : '–'}</td>
                  <td class="table__number soft">
                    {difference ? formatInterval(difference.ciLow, difference.ciHigh) : '–'}
                  </td>
                  <td class="table__number">{difference ? formatP(difference.pValue) : '–'}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p class="soft small">
        n: participants who had a page with the area in front; a person counts once, however many sessions
        they had. Means with t intervals, shares with Wilson’s; differences by Welch’s t test, not corrected
        for many comparisons. Of one participant there is no interval.
      </p>
    </>
  );
}

function Cells({ value }: { value: Value | null }) {
  return (
    <>
      <td class="table__number">
        <strong>{value ? formatValue(value.mean) : '–'}</strong>
      </td>
      <td class="table__number soft">{value?.n ?? 0}</td>
      <td class="table__number soft">
        {value && value.low !== null && value.high !== null ? formatInterval(value.low, value.high) : '–'}
      </td>
    </>
  );
}

function formatInterval(low: number, high: number): string {
  return `${formatValue(low)} to ${formatValue(high)}`;
}
