/** A table whose rows fill up one by one. */
export function EmptyTables() {
  return (
    <svg viewBox="0 0 352 136" fill="none" aria-hidden="true">
      <rect x="56" y="20" width="240" height="96" rx="12" fill="var(--bg-raised)" stroke="var(--border-strong)" />
      <path d="M56 44h240M56 68h240M56 92h240M136 20v96M216 20v96" stroke="var(--border)" />
      <rect x="72" y="29" width="40" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="152" y="29" width="32" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="232" y="29" width="44" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="57" y="69" width="238" height="22" fill="var(--accent-subtle)" />
      <rect x="72" y="53" width="48" height="6" rx="3" fill="var(--border)" />
      <rect x="152" y="53" width="26" height="6" rx="3" fill="var(--border)" />
      <rect x="232" y="53" width="36" height="6" rx="3" fill="var(--border)" />
      <rect x="72" y="77" width="40" height="6" rx="3" fill="var(--accent)" />
      <rect x="152" y="77" width="34" height="6" rx="3" fill="var(--accent)" />
      <circle cx="238" cy="80" r="5" fill="var(--success)" />
    </svg>
  );
}
