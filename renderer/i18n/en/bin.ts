/** Removed workflows. */
export const bin = {
  title: "Bin",
  about: "Kept for 30 days, then deleted for good with their runs",
  back: "All workflows",
  loading: "Loading the bin",
  empty: "The bin is empty",
  emptyText: "Workflows that you delete stay here for 30 days, and can be taken out again.",
  deleted: "Deleted",
  gone: "Gone for good",
  restore: "Restore",
  restored: "“{{name}}” is back, switched off",
  erase: "Delete for good",
  eraseOne: "Delete “{{name}}” for good",
  eraseTitle: "Delete “{{name}}” for good?",
  eraseText: "Its draft, its versions and all its runs are gone for good.",
  erased: "“{{name}}” was deleted for good",
  eraseFailed: "“{{name}}” could not be deleted for good",
};
