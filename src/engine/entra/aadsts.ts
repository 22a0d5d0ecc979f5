/** Who can do something about an error. */
export type ErrorFixer = "you" | "administrator" | "developer" | "nobody";

/** What is known of an AADSTS number. */
export interface AadstsInfo {
  /** The number. */
  readonly code: number;
  /** Microsoft's name for it. */
  readonly name?: string;
  /** OAuth `error` that was seen with it. */
  readonly error?: string;
  /** OAuth `error` that is likely with it. */
  readonly likelyError?: string;
  /** `suberror` that was seen with it. */
  readonly suberror?: string;
  /** What happened, one sentence or two. */
  readonly meaning: string;
  /** What to do about it. */
  readonly hint: string;
  /** Who can do it; `nobody` when waiting is all there is. */
  readonly who: ErrorFixer;
  /** Whether another sign-in by the user can get past it. */
  readonly interactive?: boolean;
  /** Flows that it was seen in; `any` for most. */
  readonly flows: readonly string[];
  /** What else is known. */
  readonly note?: string;
  /** The entry is believed, not confirmed. */
  readonly unconfirmed?: boolean;
}

let byCode: Promise<ReadonlyMap<number, AadstsInfo>> | undefined;

/**
 * Finds what is known of an AADSTS number. The table is loaded when the first
 * error is looked up: most runs have none.
 *
 * @param code The number.
 * @returns What is known; `undefined` when nothing is.
 * @see {@link https://learn.microsoft.com/entra/identity-platform/reference-error-codes | AADSTS error codes}
 */
export async function aadstsInfo(
  code: number,
): Promise<AadstsInfo | undefined> {
  byCode ??= load();
  return (await byCode).get(code);
}

/**
 * Every AADSTS number of which something is known.
 *
 * @returns What is known of each.
 */
export async function knownAadsts(): Promise<readonly AadstsInfo[]> {
  byCode ??= load();
  return [...(await byCode).values()];
}

async function load(): Promise<ReadonlyMap<number, AadstsInfo>> {
  const { default: data } = await import("./data/aadsts.json", {
    with: { type: "json" },
  });
  return new Map((data as AadstsInfo[]).map((info) => [info.code, info]));
}
