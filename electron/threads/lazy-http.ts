import type { HttpClient } from "#kit/http.ts";

/** Opens the connection when the first request is made: a step that makes none needs none. */
export function lazyHttp(open: () => HttpClient): HttpClient {
  let client: HttpClient | undefined;
  return {
    request: async (request) => {
      client ??= open();
      return client.request(request);
    },
  };
}
