// Whether a value changed a moment ago.
import { useEffect, useState } from 'preact/hooks';

const SECOND = 1000;
/** The tracker's state comes twice a second, and the change has to reach it first. */
const MOMENT_MS = 1.5 * SECOND;

/** True for a moment after each change: until then the tracker's state may still speak of the value before. */
export function useJustChanged(value: unknown): boolean {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), MOMENT_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled !== value;
}
