// Reads a study out of a web page that shows its file, as browsers show JSON. Runs in the page, so that it must hold all it needs.

export type StudyPageText = { text: string; url: string };

/**
 * The document's text, where it is a file's that says that it is a study; null else. No request is made for it: it is what
 * the browser has loaded already.
 */
export function readStudyPage(): StudyPageText | null {
  const { contentType } = document;
  if (!/^(application\/(.+\+)?json|text\/(plain|json))$/.test(contentType)) return null;
  const text = document.querySelector('body > pre')?.textContent ?? '';
  // Cheap, and sure enough to offer it; it is checked when it is opened.
  return /"format"\s*:\s*"fovea-study"/.test(text) ? { text, url: location.href } : null;
}
