// Reads one photo at a time, and again when another person is chosen.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Picture } from '../../../src/camera/cut-view.ts';
import { decodePhoto } from '../../../src/recording/decode-photo.ts';
import { toProblem, type Problem } from './FileProblem.tsx';
import type { PhotoReading } from './read-photo-file.ts';

export type Photo = { fileName: string; picture: Picture };

export type PhotoState =
  | { status: 'idle' }
  | { status: 'opening'; fileName: string }
  | { status: 'reading'; photo: Photo }
  | { status: 'read'; photo: Photo; reading: PhotoReading }
  | { status: 'failed'; problem: Problem };

/** @param personId Whose statistics to use; null for nobody's, undefined until that is known. */
export function usePhoto(personId: string | null | undefined) {
  const [state, setState] = useState<PhotoState>({ status: 'idle' });
  const [photo, setPhoto] = useState<Photo | null>(null);
  const opening = useRef(new AbortController());
  useEffect(() => () => opening.current.abort(), []);

  useEffect(() => {
    if (!photo || personId === undefined) return undefined;
    const controller = new AbortController();
    const { signal } = controller;
    setState({ status: 'reading', photo });
    const read = async (): Promise<void> => {
      const { readPhotoFile } = await import('./read-photo-file.ts');
      const reading = await readPhotoFile(photo.picture, personId, signal);
      if (!signal.aborted) setState({ status: 'read', photo, reading });
    };
    read().catch((error: unknown) => {
      if (!signal.aborted) setState({ status: 'failed', problem: toProblem(photo.fileName, error) });
    });
    return () => controller.abort();
  }, [photo, personId]);

  const open = async (file: File): Promise<void> => {
    opening.current.abort();
    opening.current = new AbortController();
    const { signal } = opening.current;
    setPhoto(null);
    setState({ status: 'opening', fileName: file.name });
    try {
      const picture = await decodePhoto(file);
      if (!signal.aborted) setPhoto({ fileName: file.name, picture });
    } catch (error) {
      if (!signal.aborted) setState({ status: 'failed', problem: toProblem(file.name, error) });
    }
  };

  return { state, open: (file: File) => void open(file) };
}
