// The product's name with its mark, as every page is headed.
import { Logo } from './Logo.tsx';

export function Brand({ lit = false, sizePx = 28 }: { lit?: boolean; sizePx?: number }) {
  return (
    <span class="brand">
      <Logo lit={lit} sizePx={sizePx} />
      Fovea
    </span>
  );
}
