import type { TokenPane } from "./layout.ts";
import type { ClaimReading, TokenScreen } from "./model.ts";
import { fieldText } from "./text_field.ts";

/** The panes of a token, in the order in which Tab goes through them. */
export const TOKEN_PANES: readonly TokenPane[] = ["claims", "header", "raw"];

const AT_THE_TOP: TokenScreen["at"] = { claims: 0, header: 0, raw: 0 };

/**
 * Opens a token at its claims.
 *
 * @param parts The token, and what is known of where it comes from.
 * @returns The screen.
 */
export function tokenScreen(
  parts: Omit<TokenScreen, "kind" | "pane" | "at">,
): TokenScreen {
  return { kind: "token", ...parts, pane: "claims", at: AT_THE_TOP };
}

/**
 * What is in a pane of a token, without what the filter hides.
 *
 * @param screen The token.
 * @param pane The claims or the header.
 * @returns The claims, in their order.
 */
export function shownClaims(
  { token, filter }: TokenScreen,
  pane: TokenPane,
): readonly ClaimReading[] {
  const { claims } = token.reading;
  if (pane !== "claims") {
    return pane === "raw"
      ? []
      : claims.filter(({ group }) => group === "header");
  }
  const all = claims.filter(({ group }) => group !== "header");
  const query = filter === undefined
    ? ""
    : fieldText(filter.field).trim().toLowerCase();
  if (query === "") return all;
  return all.filter(({ name, value, meaning = "" }) =>
    `${name}\n${value}\n${meaning}`.toLowerCase().includes(query)
  );
}

/** How many claims there are to filter. */
export function claimCount({ token }: TokenScreen): number {
  return token.reading.claims.filter(({ group }) => group !== "header").length;
}

/** The claim that has the keys, when one has. */
export function selectedClaim(screen: TokenScreen): ClaimReading | undefined {
  const { pane, at } = screen;
  return shownClaims(screen, pane)[at[pane]];
}
