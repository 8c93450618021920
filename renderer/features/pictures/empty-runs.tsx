/** A list of runs, each with its state. */
export function EmptyRuns() {
  const rows = [
    { y: 22, tone: "var(--success)", name: 96, time: 40 },
    { y: 54, tone: "var(--accent)", name: 128, time: 32 },
    { y: 86, tone: "var(--success)", name: 84, time: 44 },
    { y: 118, tone: "var(--danger)", name: 112, time: 36 },
  ];
  return (
    <svg viewBox="0 0 352 148" fill="none" aria-hidden="true">
      <rect x="0.5" y="0.5" width="351" height="147" rx="12" fill="var(--bg-raised)" stroke="var(--border)" />
      {rows.map(({ y, tone, name, time }) => (
        <g key={y}>
          {y > 22 ? <path d={`M20 ${y - 16}h312`} stroke="var(--border)" /> : null}
          <circle cx="28" cy={y} r="5" fill={tone} />
          <rect x="48" y={y - 3} width={name} height="6" rx="3" fill="var(--border-strong)" />
          <rect x="212" y={y - 3} width="48" height="6" rx="3" fill="var(--border)" />
          <rect x={332 - time} y={y - 3} width={time} height="6" rx="3" fill="var(--border)" />
        </g>
      ))}
    </svg>
  );
}
