import { AsyncLocalStorage } from "node:async_hooks";

const scope = new AsyncLocalStorage<string>();

/** Runs work for one request: every log line written within it, however deep, carries the request's id. */
export function withinRequest<T>(requestId: string, work: () => T): T {
  return scope.run(requestId, work);
}

/** The id of the request that is being worked for; undefined outside of one. */
export function currentRequest(): string | undefined {
  return scope.getStore();
}
