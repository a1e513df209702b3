// The first page a person sees: what Fovea does, the camera, and what to do next.
import { sendMessage } from '../../src/messaging/protocol.ts';
import { Brand } from '../../src/ui/Brand.tsx';
import { Button } from '../../src/ui/Button.tsx';
import { CameraCheck } from './CameraCheck.tsx';

export function Welcome() {
  return (
    <main class="page">
      <header>
        <Brand />
      </header>
      <section class="welcome__hero">
        <div class="stack">
          <h1>See where you look, on any page</h1>
          <p class="welcome__lead">
            Fovea watches your eyes through your webcam and paints a heatmap on the page in front of you. No
            special camera, no account.
          </p>
          <ul class="welcome__promises">
            <li>
              <strong>Pictures stay here.</strong> They are read on this computer and thrown away at once.
              Fovea has no server, and the browser forbids it to connect to any.
            </li>
            <li>
              <strong>You see when the camera is on.</strong> The toolbar icon lights up, and one click turns
              it off.
            </li>
            <li>
              <strong>Only where you say.</strong> Fovea draws on a page when you ask it to, and on no other.
            </li>
          </ul>
        </div>
        <CameraCheck />
      </section>
      <section class="stack" aria-labelledby="next">
        <h2 id="next">Then, in three steps</h2>
        <ol class="welcome__steps">
          <li class="card">
            <h3>Open a page you want to look at</h3>
            <p class="soft">News, a shop, your own design: anything but the browser’s own pages.</p>
          </li>
          <li class="card">
            <h3>Click the Fovea icon and start</h3>
            <p class="soft">It is behind the puzzle piece in the toolbar; pin it to keep it in sight.</p>
          </li>
          <li class="card">
            <h3>Show the heatmap</h3>
            <p class="soft">
              Look around for half a minute while Fovea gets to know you. The warmer the colour, the longer
              you looked.
            </p>
          </li>
        </ol>
        <p>
          <Button variant="quiet" onClick={() => sendMessage('openPage', { page: 'options' })}>
            Or take a measurement first, to see how accurate Fovea is for you
          </Button>
        </p>
      </section>
    </main>
  );
}
