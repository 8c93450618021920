/** Why a call did not work, and what to do. */
export const faults = {
  NOT_FOUND: "It is no longer there. Somebody may have deleted it.",
  FORBIDDEN: "Your role does not allow this. Ask an owner or admin of this workspace.",
  CONFLICT: "It changed meanwhile. Look at the new state, then try again.",
  UNUSABLE: "This can't be used as it is.",
  TOO_LARGE: "This is too large.",
  BUSY: "The engine is busy. Try again in a moment.",
  RESTARTED: "The engine restarted during this. Nothing that was saved is lost; check whether it was done, then try again.",
  UNREACHABLE: "The engine can't be reached. It will be tried again by itself.",
  SIGNED_OUT: "This page's sign-in has ended. Open the address again that was printed when the engine started.",
  UNEXPECTED: "The engine could not do this: {{message}}",
  retry: "Try again",
};
