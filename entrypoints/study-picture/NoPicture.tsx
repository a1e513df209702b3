// Where the page is opened without a study's picture.

export function NoPicture() {
  return (
    <main class="page">
      <div class="card stack">
        <h1>There is no picture here</h1>
        <p>The study that it belongs to is not on this computer any more. You can close this tab.</p>
      </div>
    </main>
  );
}
