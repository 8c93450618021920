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
  },
};
