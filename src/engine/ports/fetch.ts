/**
 * One HTTP exchange. Same contract as the platform's `fetch`: rejects with a
 * `TypeError` when the server cannot be reached and with the reason of
 * `request.signal` when that is aborted.
 */
export type Fetch = (request: Request) => Promise<Response>;
