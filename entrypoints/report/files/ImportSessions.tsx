// Picks session files to import.
import { useRef } from 'preact/hooks';
import { Button } from '../../../src/ui/Button.tsx';

export function ImportSessions({ onFiles }: { onFiles: (files: File[]) => void }) {
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
        aria-label="Session files"
        data-testid="import-sessions"
        onChange={({ currentTarget }) => {
          onFiles([...(currentTarget.files ?? [])]);
          // The same file can be chosen again, e.g. after it was mended.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
