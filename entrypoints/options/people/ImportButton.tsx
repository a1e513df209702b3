// Picks measurement files to import.
import { useRef } from 'preact/hooks';
import { Button } from '../../../src/ui/Button.tsx';

export function ImportButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>Import…</Button>
      <input
        ref={input}
        type="file"
        accept=".zip,application/zip"
        multiple
        hidden
        aria-label="Measurement files"
        data-testid="import-files"
        onChange={(event) => {
          const { currentTarget } = event;
          onFiles([...(currentTarget.files ?? [])]);
          // The same file can be chosen again, e.g. after it was mended.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
