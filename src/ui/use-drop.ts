// Takes a file that is dropped on an element.
import { useRef, useState } from 'preact/hooks';

/** Whether a file hovers over the element, and the handlers that take it. */
export function useDrop(onFile: (file: File) => void) {
  /** Elements inside enter and leave as well: as many more entered as left as the pointer is deep inside. */
  const depth = useRef(0);
  const [over, setOver] = useState(false);
  const count = (change: number): void => {
    depth.current = Math.max(0, depth.current + change);
    setOver(depth.current > 0);
  };
  return {
    over,
    handlers: {
      onDragEnter: (event: DragEvent) => hasFile(event) && count(1),
      onDragLeave: (event: DragEvent) => hasFile(event) && count(-1),
      onDragOver: (event: DragEvent) => {
        if (!hasFile(event) || !event.dataTransfer) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (event: DragEvent) => {
        const [file] = event.dataTransfer?.files ?? [];
        if (!hasFile(event)) return;
        event.preventDefault();
        count(-depth.current);
        if (file) onFile(file);
      },
    },
  };
}

function hasFile(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') ?? false;
}
