// A button that asks for files.
import { useRef } from 'preact/hooks';
import { Button, type ButtonProps } from './Button.tsx';

export type FileButtonProps = Pick<ButtonProps, 'variant' | 'label' | 'children'> & {
  /** As `<input accept>`. */
  accept: string;
  multiple?: boolean;
  /** What the files are, for who does not see the button. */
  files: string;
  testId: string;
  /** At least one. */
  onFiles: (files: File[]) => void;
};

export function FileButton({ accept, multiple = false, files, testId, onFiles, ...button }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button {...button} onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        accept={accept}
        multiple={multiple}
        hidden
        aria-label={files}
        data-testid={testId}
        onChange={({ currentTarget }) => {
          const chosen = [...(currentTarget.files ?? [])];
          if (chosen.length > 0) onFiles(chosen);
          // The same file can be chosen again, e.g. after it was mended.
          currentTarget.value = '';
        }}
      />
    </>
  );
}
