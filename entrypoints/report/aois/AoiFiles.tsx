// Takes a site's areas to a file and back.
import { useState } from 'preact/hooks';
import { formatAoiFile, parseAoiFile } from '../../../src/session/aoi-file.ts';
import { Button } from '../../../src/ui/Button.tsx';
import { FileButton } from '../../../src/ui/FileButton.tsx';
import { formatCount } from '../../../src/ui/format-size.ts';
import { Notice } from '../../../src/ui/Notice.tsx';
import { saveFile } from '../../../src/ui/save-file.ts';
import type { AoiSet } from './use-aois.ts';

export function AoiFiles({ set }: { set: AoiSet }) {
  const [outcome, setOutcome] = useState<{ kind: 'info' | 'problem'; text: string } | null>(null);
  const aois = set.aois ?? [];
  const read = async (file: File): Promise<void> => {
    try {
      const come = parseAoiFile(await file.text(), file.name);
      // Those that are known are replaced: a file that comes in twice makes none twice.
      const others = aois.filter(({ id }) => come.every((aoi) => aoi.id !== id));
      set.change([...others, ...come]);
      setOutcome({ kind: 'info', text: `${formatCount(come.length, 'area')} came in from ${file.name}.` });
    } catch (error) {
      setOutcome({ kind: 'problem', text: error instanceof Error ? error.message : String(error) });
    }
  };
  const save = (): void => {
    const text = JSON.stringify(formatAoiFile(aois), null, 2);
    const site = set.site.replace(/^\w+:\/+/, '').replaceAll(/[^\w.-]+/g, '-');
    saveFile(`${site}.aois.json`, new Blob([text], { type: 'application/json' }));
  };
  return (
    <div class="stack stack--tight">
      <div class="row">
        <FileButton
          label="Import areas"
          accept=".json,application/json"
          files="File of areas"
          testId="import-areas"
          onFiles={([file]) => void read(file!)}
        >
          Import…
        </FileButton>
        <Button label="Export areas" disabled={aois.length === 0} onClick={save}>
          Export
        </Button>
      </div>
      {outcome && <Notice kind={outcome.kind}>{outcome.text}</Notice>}
    </div>
  );
}
