// A button in one of the four weights that the pages use.
import type { ComponentChildren } from 'preact';

export type ButtonProps = {
  variant?: 'primary' | 'plain' | 'quiet' | 'danger';
  wide?: boolean;
  disabled?: boolean;
  /** Said by screen readers in place of the text, which it begins with: of several alike, whose button it is. */
  label?: string;
  onClick?: () => unknown;
  children: ComponentChildren;
};

export function Button({
  variant = 'plain',
  wide = false,
  disabled = false,
  label,
  onClick,
  children,
}: ButtonProps) {
  const classes = ['button', variant !== 'plain' && `button--${variant}`, wide && 'button--wide'];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      disabled={disabled}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}
