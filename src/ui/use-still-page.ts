// Keeps the page from scrolling while a stage covers it: a scroll bar would narrow the stage.
import { useEffect } from 'preact/hooks';
import './still-page.css';

/** For as long as the component is there. */
export function useStillPage(): void {
  useEffect(() => {
    document.documentElement.classList.add('has-stage');
    return () => document.documentElement.classList.remove('has-stage');
  }, []);
}
