// Picks measurement files to import.
import { FileButton } from '../../../src/ui/FileButton.tsx';

export function ImportButton({ onFiles }: { onFiles: (files: File[]) => void }) {
  return (
    <FileButton
      accept=".zip,application/zip"
      multiple
      files="Measurement files"
      testId="import-files"
      onFiles={onFiles}
    >
      Import…
    </FileButton>
  );
}
