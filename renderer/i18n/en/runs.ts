/** Runs: the list and one run. */
export const runs = {
  title: "Runs",
  status: {
    queued: "Queued",
    running: "Running",
    waiting: "Waiting",
    succeeded: "Succeeded",
    failed: "Failed",
    cancelled: "Cancelled",
    skipped: "Skipped",
    unknown: "Outcome unknown",
  },
  waitingFor: {
    timer: "Waiting for its time",
    event: "Waiting for an event",
    approval: "Waiting for approval",
    connection: "Waiting for a connection",
    decision: "Needs your decision",
    network: "Waiting for the network",
    retry: "Waiting to try again",
    limit: "Waiting for its turn",
    pause: "Paused",
  },
};
