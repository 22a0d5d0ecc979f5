import type {
  Answer,
  Authority,
  Fields,
  RawRequest,
} from "./authority_world.ts";
import { authorize, post } from "./authority_world.ts";

/** A deliberate mistake of a client, and what both authorities have to say. */
export interface Mistake {
  /** Completes "refuses …". */
  readonly does: string;
  /** OAuth error and AADSTS code; no error for what is shown on a page. */
  readonly answer: readonly [
    error: string | undefined,
    code: number | undefined,
  ];
  send(authority: Authority): Promise<Answer>;
}

type Expected = readonly [error: string | undefined, code?: number | undefined];

/** A change of a request that is right otherwise. */
export interface Change extends Omit<RawRequest, "fields"> {
  readonly change?: Fields;
}

type Base = Fields | ((authority: Authority) => Promise<Fields>);

async function fieldsOf(base: Base, authority: Authority): Promise<Fields> {
  return typeof base === "function" ? await base(authority) : base;
}

/** Mistakes at the token and device authorization endpoints. */
export function posted(
  base: Base,
  rows: readonly (readonly [does: string, change: Change, answer: Expected])[],
): readonly Mistake[] {
  return rows.map(([does, { change, ...request }, [error, code]]) => ({
    does,
    answer: [error, code],
    async send(authority) {
      const fields = { ...await fieldsOf(base, authority), ...change };
      return await post(authority, { ...request, fields });
    },
  }));
}

/** Mistakes at the authorization endpoint. */
export function visited(
  base: Fields,
  rows: readonly (readonly [does: string, change: Change, answer: Expected])[],
): readonly Mistake[] {
  return rows.map(([does, { change, ...request }, [error, code]]) => ({
    does,
    answer: [error, code],
    send: (authority) =>
      authorize(authority, { ...request, fields: { ...base, ...change } }),
  }));
}

/** A mistake of more than one step. */
export function told(
  does: string,
  [error, code]: Expected,
  send: Mistake["send"],
): Mistake {
  return { does, answer: [error, code], send };
}
