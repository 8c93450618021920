/** A lens over an empty list. */
export function NothingFound() {
  return (
    <svg viewBox="0 0 352 112" fill="none" aria-hidden="true">
      <rect x="96" y="16" width="160" height="80" rx="10" fill="var(--bg-raised)" stroke="var(--border)" />
      <rect x="112" y="34" width="88" height="6" rx="3" fill="var(--border)" />
      <rect x="112" y="53" width="64" height="6" rx="3" fill="var(--border)" />
      <rect x="112" y="72" width="76" height="6" rx="3" fill="var(--border)" />
      <circle cx="226" cy="64" r="20" fill="var(--bg)" stroke="var(--border-control)" strokeWidth="2" />
      <path d="m241 79 15 15" stroke="var(--border-control)" strokeWidth="3" strokeLinecap="round" />
    </svg>
  );
}
