// Hands a file to the browser's downloads.

const MINUTE = 60_000;

export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  // The download reads the blob after this returns; a minute is ample for it to begin.
  setTimeout(() => URL.revokeObjectURL(link.href), MINUTE);
}
