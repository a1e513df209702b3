// Picks a study's file to import.
import { useRef } from 'preact/hooks';
import { Button } from '../../../src/ui/Button.tsx';

export function ImportStudy({ onFile }: { onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button onClick={() => input.current?.click()}>Import…</Button>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="Study file"
        data-testid="study-file"
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file) onFile(file);
          // The same file can be chosen again, e.g. after it was mended.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
