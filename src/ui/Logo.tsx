// The mark: an eye whose centre, the fovea, is lit while the camera is on.

/** Draws the mark; decorative, so the name must stand beside it. */
export function Logo({ sizePx = 28, lit = false }: { sizePx?: number; lit?: boolean }) {
  return (
    <svg width={sizePx} height={sizePx} viewBox="0 0 128 128" aria-hidden="true">
      <rect width="128" height="128" rx="30" fill="#0b3b44" />
      <path d="M12 64C27 38 44 26 64 26s37 12 52 38c-15 26-32 38-52 38S27 90 12 64Z" fill="#f4fbfa" />
      <circle cx="64" cy="64" r="29" fill="#0b7a75" />
      <circle cx="64" cy="64" r="15" fill={lit ? '#ffb000' : '#062a2f'} />
    </svg>
  );
}
