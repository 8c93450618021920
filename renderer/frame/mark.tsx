/** The product's mark. */
export function Mark({ className }: { className?: string | undefined }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M16 16c-2.4-3.2-4-4.6-6.2-4.6a4.6 4.6 0 0 0 0 9.2c2.2 0 3.8-1.4 6.2-4.6Zm0 0c2.4-3.2 4-4.6 6.2-4.6a4.6 4.6 0 0 1 0 9.2c-2.2 0-3.8-1.4-6.2-4.6Z"
        fill="none"
        stroke="var(--text-on-accent)"
        strokeWidth="2.6"
      />
    </svg>
  );
}
