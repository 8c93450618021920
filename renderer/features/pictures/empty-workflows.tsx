/** Three steps on a wire: what a workflow looks like. */
export function EmptyWorkflows() {
  return (
    <svg viewBox="0 0 352 136" fill="none" aria-hidden="true">
      <pattern id="workflow-dots" width="16" height="16" patternUnits="userSpaceOnUse">
        <circle cx="2" cy="2" r="1" fill="var(--border-strong)" />
      </pattern>
      <rect x="0.5" y="0.5" width="351" height="135" rx="12" fill="url(#workflow-dots)" stroke="var(--border)" />
      <path d="M92 68h40M212 68c20 0 16-30 40-30M212 68c20 0 16 30 40 30" stroke="var(--border-control)" strokeWidth="1.5" />
      <circle cx="132" cy="68" r="3" fill="var(--border-control)" />
      <circle cx="252" cy="38" r="3" fill="var(--border-control)" />
      <circle cx="252" cy="98" r="3" fill="var(--border-control)" />
      <g stroke="var(--border-strong)" fill="var(--bg-raised)">
        <rect x="20" y="48" width="72" height="40" rx="20" />
        <rect x="136" y="48" width="76" height="40" rx="8" />
        <rect x="256" y="18" width="76" height="40" rx="8" />
        <rect x="256" y="78" width="76" height="40" rx="8" />
      </g>
      <path d="m42 58-6 11h7l-2 9 8-12h-7l3-8Z" fill="var(--warning)" />
      <rect x="56" y="65" width="24" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="146" y="60" width="16" height="16" rx="5" fill="var(--accent)" />
      <rect x="168" y="65" width="34" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="266" y="30" width="16" height="16" rx="5" fill="var(--success)" />
      <rect x="288" y="35" width="32" height="6" rx="3" fill="var(--border-strong)" />
      <rect x="266" y="90" width="16" height="16" rx="5" fill="var(--info)" />
      <rect x="288" y="95" width="26" height="6" rx="3" fill="var(--border-strong)" />
    </svg>
  );
}
