/** Two sides and a plug between them, locked. */
export function EmptyConnections() {
  return (
    <svg viewBox="0 0 352 136" fill="none" aria-hidden="true">
      <rect x="24" y="36" width="96" height="64" rx="12" fill="var(--bg-raised)" stroke="var(--border-strong)" />
      <rect x="232" y="36" width="96" height="64" rx="12" fill="var(--bg-raised)" stroke="var(--border-strong)" />
      <path d="M120 68h36M196 68h36" stroke="var(--border-control)" strokeWidth="1.5" strokeDasharray="3 4" />
      <circle cx="176" cy="68" r="24" fill="var(--accent-subtle)" stroke="var(--accent)" strokeWidth="1.5" />
      <rect x="167" y="65" width="18" height="14" rx="3" fill="var(--accent)" />
      <path d="M171 65v-4a5 5 0 0 1 10 0v4" stroke="var(--accent)" strokeWidth="2.5" />
      <rect x="40" y="52" width="24" height="24" rx="7" fill="var(--accent)" />
      <rect x="72" y="56" width="34" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="72" y="67" width="22" height="6" rx="3" fill="var(--border)" />
      <circle cx="260" cy="64" r="12" fill="var(--success)" />
      <rect x="280" y="56" width="34" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="280" y="67" width="26" height="6" rx="3" fill="var(--border)" />
    </svg>
  );
}
