import {
  ArrowRight,
  ArrowUpDown,
  Ban,
  Bell,
  Binary,
  Bot,
  Box,
  Braces,
  Calculator,
  Calendar,
  CalendarClock,
  CalendarPlus,
  CircleCheck,
  CircleHelp,
  Clock,
  Code,
  Combine,
  CopyMinus,
  CornerDownRight,
  CreditCard,
  Database,
  File,
  FileCode,
  FileInput,
  FileOutput,
  FileSearch,
  Filter,
  Fingerprint,
  Folder,
  GitCompare,
  GitMerge,
  Globe,
  Hash,
  Hourglass,
  KeyRound,
  Layers,
  Link,
  List,
  ListEnd,
  ListOrdered,
  ListTree,
  Lock,
  type LucideIcon,
  Mail,
  MessageSquare,
  MousePointerClick,
  OctagonX,
  Pencil,
  Phone,
  Play,
  Receipt,
  ReceiptText,
  Repeat,
  Replace,
  Reply,
  Route,
  Rss,
  Scissors,
  Send,
  Sigma,
  SortAsc,
  Split,
  Table,
  Tag,
  TriangleAlert,
  Type,
  Undo2,
  User,
  UserPlus,
  UserSearch,
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
  "arrow-up-down": ArrowUpDown,
  ban: Ban,
  bell: Bell,
  binary: Binary,
  bot: Bot,
  braces: Braces,
  calculator: Calculator,
  calendar: Calendar,
  "calendar-clock": CalendarClock,
  "calendar-plus": CalendarPlus,
  "circle-check": CircleCheck,
  clock: Clock,
  code: Code,
  combine: Combine,
  "copy-minus": CopyMinus,
  "corner-down-right": CornerDownRight,
  "credit-card": CreditCard,
  database: Database,
  file: File,
  "file-code": FileCode,
  "file-input": FileInput,
  "file-output": FileOutput,
  "file-search": FileSearch,
  filter: Filter,
  fingerprint: Fingerprint,
  folder: Folder,
  "git-compare": GitCompare,
  "git-merge": GitMerge,
  globe: Globe,
  hash: Hash,
  hourglass: Hourglass,
  "key-round": KeyRound,
  layers: Layers,
  link: Link,
  list: List,
  "list-end": ListEnd,
  "list-ordered": ListOrdered,
  "list-tree": ListTree,
  lock: Lock,
  mail: Mail,
  merge: GitMerge,
  "message-square": MessageSquare,
  "mouse-pointer-click": MousePointerClick,
  "octagon-x": OctagonX,
  pencil: Pencil,
  phone: Phone,
  play: Play,
  receipt: Receipt,
  "receipt-text": ReceiptText,
  repeat: Repeat,
  replace: Replace,
  reply: Reply,
  route: Route,
  rss: Rss,
  scissors: Scissors,
  send: Send,
  sigma: Sigma,
  "sort-asc": SortAsc,
  split: Split,
  table: Table,
  tag: Tag,
  "triangle-alert": TriangleAlert,
  type: Type,
  "undo-2": Undo2,
  user: User,
  "user-plus": UserPlus,
  "user-search": UserSearch,
  users: Users,
  webhook: Webhook,
  workflow: Workflow,
  zap: Zap,
};

/** Names that a catalog may give a step. */
export const hasPicture = (icon: string): boolean => Object.hasOwn(ICONS, icon);

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
