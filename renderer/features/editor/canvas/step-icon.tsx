import {
  ArrowRight,
  Ban,
  Bell,
  Binary,
  Bot,
  Box,
  Braces,
  Calculator,
  Calendar,
  CalendarClock,
  CircleCheck,
  CircleHelp,
  Clock,
  Code,
  CreditCard,
  Database,
  File,
  FileInput,
  FileOutput,
  Filter,
  Folder,
  GitCompare,
  GitMerge,
  Globe,
  Hash,
  KeyRound,
  Layers,
  List,
  ListOrdered,
  Lock,
  type LucideIcon,
  Mail,
  MessageSquare,
  MousePointerClick,
  OctagonX,
  Pencil,
  Phone,
  Play,
  Repeat,
  Reply,
  Rss,
  Scissors,
  Send,
  Sigma,
  SortAsc,
  Split,
  Table,
  Tag,
  Type,
  User,
  Users,
  Webhook,
  Workflow,
  Zap,
} from "lucide-react";
import { cx } from "../../../ui/index.ts";
import { ToolMark } from "../../parts/tool-mark.tsx";
import type { Operation } from "../graph/to-flow.ts";
import styles from "./step-icon.module.css";

const ICONS: Readonly<Record<string, LucideIcon>> = {
  "arrow-right": ArrowRight,
  ban: Ban,
  bell: Bell,
  binary: Binary,
  bot: Bot,
  braces: Braces,
  calculator: Calculator,
  calendar: Calendar,
  "calendar-clock": CalendarClock,
  "circle-check": CircleCheck,
  clock: Clock,
  code: Code,
  "credit-card": CreditCard,
  database: Database,
  file: File,
  "file-input": FileInput,
  "file-output": FileOutput,
  filter: Filter,
  folder: Folder,
  "git-compare": GitCompare,
  "git-merge": GitMerge,
  globe: Globe,
  hash: Hash,
  "key-round": KeyRound,
  layers: Layers,
  list: List,
  "list-ordered": ListOrdered,
  lock: Lock,
  mail: Mail,
  merge: GitMerge,
  "message-square": MessageSquare,
  "mouse-pointer-click": MousePointerClick,
  "octagon-x": OctagonX,
  pencil: Pencil,
  phone: Phone,
  play: Play,
  repeat: Repeat,
  reply: Reply,
  rss: Rss,
  scissors: Scissors,
  send: Send,
  sigma: Sigma,
  "sort-asc": SortAsc,
  split: Split,
  table: Table,
  tag: Tag,
  type: Type,
  user: User,
  users: Users,
  webhook: Webhook,
  workflow: Workflow,
  zap: Zap,
};

const TRIGGER_ICONS: Readonly<Record<string, LucideIcon>> = { manual: MousePointerClick, webhook: Webhook, schedule: CalendarClock };

export interface StepIconProps {
  operation: Operation | undefined;
  size?: "sm" | "md";
}

/** A step's mark: the operation's own picture, or its tool's mark. */
export function StepIcon({ operation, size = "md" }: StepIconProps) {
  const Icon = (operation?.icon ? ICONS[operation.icon] : undefined) ?? (operation?.trigger ? TRIGGER_ICONS[operation.trigger] : undefined);
  if (operation && !Icon && operation.tool.id !== "core") {
    return (
      <span className={cx(styles.icon, styles[size])}>
        <ToolMark id={operation.tool.id} name={operation.tool.name} />
      </span>
    );
  }
  const Picture = Icon ?? (operation ? Box : CircleHelp);
  return (
    <span aria-hidden className={cx(styles.icon, styles.tile, styles[size], operation?.trigger && styles.trigger)}>
      <Picture className={styles.picture} />
    </span>
  );
}
