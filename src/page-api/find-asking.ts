// Looks in a page whether it asks to know where the person looks. It is put into the page as it stands here, and leaves nothing.

/** A page that has this element in its head asks for the person's leave: `<meta name="fovea-eye-tracker" content="1">`. */
export const ASKING_META = 'fovea-eye-tracker';

export type AskingPage = { origin: string; asks: boolean };

/** Stands alone: nothing around it goes into the page with it. */
export function findAsking(metaName: string): AskingPage {
  return {
    origin: location.origin,
    asks: document.querySelector(`head > meta[name="${metaName}"]`) !== null,
  };
}
