import data from "./data/parameters.json" with { type: "json" };

/** What is known of a parameter of a request, or of a member of an answer. */
export interface ParameterInfo {
  /** Its name on the wire. */
  readonly name: string;
  /** Where it stands. */
  readonly in: readonly ("request" | "response")[];
  /** What it means, one sentence. */
  readonly meaning: string;
  /** Known values and what they mean, each the end of a sentence. */
  readonly values?: Readonly<Record<string, string>>;
  /** The RFC, the OpenID specification or Microsoft's page that has it. */
  readonly reference: string;
}

/**
 * Every known parameter of OAuth 2.0, OpenID Connect and Entra.
 *
 * @see {@link https://www.iana.org/assignments/oauth-parameters | OAuth parameters}
 */
export const PARAMETERS: readonly ParameterInfo[] =
  data as readonly ParameterInfo[];

let byName: ReadonlyMap<string, ParameterInfo> | undefined;

/**
 * Finds what is known of a parameter.
 *
 * @param name Its name on the wire; names of headers may be in any case.
 * @returns What is known; `undefined` for one of somebody else's.
 */
export function explainParameter(name: string): ParameterInfo | undefined {
  byName ??= new Map(
    PARAMETERS.map((info) => [info.name.toLowerCase(), info]),
  );
  return byName.get(name.toLowerCase());
}
