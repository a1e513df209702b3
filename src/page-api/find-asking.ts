// Looks in a page whether it asks to know where the person looks. It is put into the page as it stands here, and leaves nothing.

export type AskingPage = { origin: string; asks: boolean };

/** Stands alone: nothing around it goes into the page with it. */
export function findAsking(metaName: string): AskingPage {
  return {
    origin: location.origin,
    asks: document.querySelector(`head > meta[name="${metaName}"]`) !== null,
  };
}
