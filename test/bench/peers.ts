/**
 * What n8n 2.41.1 and Node-RED 5.0.7 did on 22 November 2026 on 2 cores (AMD EPYC, Node 24, Debian 12), load generator
 * on the same cores, nothing else running. n8n: default settings, then with its faster expression engine.
 */
export const MEASURED = "22 Nov 2026";

export const N8N = {
  orderSet: [24, 50],
  orderCode: [26, 74],
  oneAtATime: [47, 17],
  /** Milliseconds; posted and split out, then made by its Code node with the faster engine. */
  items10k: [14_314, 2_153],
  /** Seconds. */
  items100k: [163, 22],
  memory100k: [1_674, 1_033],
  ready: [8.51],
  idle: [495],
  busy: [8_965],
  installed: [2_690],
} as const;

/** Nothing is saved by it. */
export const NODE_RED = {
  order: [2_765],
  oneAtATime: [1.1],
  /** Milliseconds; split and join, then functions over one array. */
  items10k: [318, 7],
  /** Seconds. */
  items100k: [9.144, 0.088],
  memory100k: [871, 210],
  ready: [0.98],
  idle: [109],
  busy: [9_802],
  installed: [116],
} as const;
