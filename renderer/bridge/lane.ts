import type { ClientContext, ClientLink } from "@orpc/client";
import { RPCLink as FetchLink } from "@orpc/client/fetch";
import { RPCLink as PortLink } from "@orpc/client/message-port";
import { EngineUnreachable } from "./fault.ts";

type Link = ClientLink<ClientContext>;

/** One way to the engine. `gone` fires when the engine behind it is no more: nothing sent here will be answered. */
export interface Lane {
  link: Link;
  gone: AbortSignal;
}

/** Over a port that the preload handed to the page. `close` is called with the lane when the other end is gone. */
export function portLane(port: MessagePort): { lane: Lane; close: () => void } {
  const gone = new AbortController();
  const close = () => {
    gone.abort();
    port.close();
  };
  const link = new PortLink({ port });
  port.addEventListener("close", close);
  port.start();
  return { lane: { link, gone: gone.signal }, close };
}

export interface FetchLaneEvents {
  answered: () => void;
  unreachable: () => void;
  signedOut: () => void;
}

/** Over HTTP on our own origin; the session cookie goes along by itself. */
export function fetchLane(url: string, events: FetchLaneEvents): Lane {
  const link = new FetchLink({
    url,
    fetch: async (request, init) => {
      let response: Response;
      try {
        response = await fetch(request, init);
      } catch (error) {
        if (request.signal.aborted) throw error;
        events.unreachable();
        throw new EngineUnreachable(error);
      }
      if (response.status === 401) events.signedOut();
      else events.answered();
      return response;
    },
  });
  return { link, gone: new AbortController().signal };
}
