import { isIP } from "node:net";

/**
 * `public` = anybody's internet. `private` = loopback, home and office networks, carrier NAT, link-local, multicast,
 * reserved: only where granted. `metadata` = addresses by which clouds hand out keys: never.
 */
export type AddressKind = "public" | "private" | "metadata";

/** [first address, prefix length] */
type Range = readonly [string, number];

const METADATA_4: readonly Range[] = [
  ["169.254.169.0", 24], // AWS, Azure, GCP, OpenStack, DigitalOcean
  ["169.254.170.0", 24], // AWS containers
  ["169.254.0.23", 32], // Tencent
  ["100.100.100.200", 32], // Alibaba
  ["168.63.129.16", 32], // Azure's host
  ["192.0.0.192", 32], // Oracle
];
const PRIVATE_4: readonly Range[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];
const METADATA_6: readonly Range[] = [
  ["fd00:ec2::", 32], // AWS
  ["fd20:ce::254", 128], // GCP
];
/** Everything outside 2000::/3 is private by rule below; these are the reserved parts inside it. */
const PRIVATE_6: readonly Range[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];
/** Prefixes that carry an IPv4 address, and the bits below it. */
const EMBEDDING: readonly { range: Range; shift: bigint }[] = [
  { range: ["::ffff:0:0", 96], shift: 0n },
  { range: ["::ffff:0:0:0", 96], shift: 0n },
  { range: ["::", 96], shift: 0n },
  { range: ["64:ff9b::", 96], shift: 0n },
  { range: ["64:ff9b:1::", 48], shift: 0n },
  { range: ["2002::", 16], shift: 80n },
];

function bits4(ip: string): bigint {
  return ip.split(".").reduce((sum, part) => sum * 256n + BigInt(part), 0n);
}

function bits6(ip: string): bigint {
  let text = ip.split("%")[0] ?? "";
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted) {
    const low = bits4(dotted[2] ?? "");
    text = `${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}`;
  }
  const [head = "", tail] = text.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const middle = Array<string>(8 - left.length - right.length).fill("0");
  return [...left, ...middle, ...right].reduce((sum, part) => sum * 65536n + BigInt(`0x${part}`), 0n);
}

const within = (bits: bigint, width: number, parse: (ip: string) => bigint, ranges: readonly Range[]): boolean =>
  ranges.some(([first, prefix]) => bits >> BigInt(width - prefix) === parse(first) >> BigInt(width - prefix));

function kind4(bits: bigint): AddressKind {
  if (within(bits, 32, bits4, METADATA_4)) return "metadata";
  return within(bits, 32, bits4, PRIVATE_4) ? "private" : "public";
}

const toDotted = (bits: bigint): bigint => bits & 0xffffffffn;

/**
 * `resolved`: the address came from DNS. There an address that a network's NAT64 made of a public IPv4 one is as public
 * as that (phones' hotspots answer so); written out in a URL it is only a way round the rules.
 */
export function addressKind(ip: string, resolved = false): AddressKind {
  const version = isIP(ip.split("%")[0] ?? "");
  if (version === 4) return kind4(bits4(ip));
  if (version !== 6) return "private";
  const bits = bits6(ip);
  if (within(bits, 128, bits6, METADATA_6)) return "metadata";
  for (const { range, shift } of EMBEDDING) {
    if (!within(bits, 128, bits6, [range])) continue;
    const inner = kind4(toDotted(bits >> shift));
    if (inner === "metadata") return "metadata";
    return resolved && range[0] === "64:ff9b::" && inner === "public" ? "public" : "private";
  }
  const global = bits >> 125n === 1n;
  return global && !within(bits, 128, bits6, PRIVATE_6) ? "public" : "private";
}

/** Names that mean a cloud's metadata service, whatever they resolve to. */
export const METADATA_NAMES: readonly string[] = [
  "metadata",
  "metadata.google.internal",
  "metadata.goog",
  "instance-data.ec2.internal",
  "instance-data",
];

/** Names that are this machine or its network by definition, without asking DNS. */
export const isLocalName = (host: string): boolean => host === "localhost" || /\.(localhost|local|internal|lan|home\.arpa)$/.test(host);
