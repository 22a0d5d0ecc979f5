import type {
  ClaimDifference,
  TokenDiff,
} from "../../engine/jwt/diff_result.ts";

function viewDifference({ laterByMs, ...difference }: ClaimDifference) {
  return {
    ...difference,
    ...(laterByMs === undefined
      ? {}
      : { later_by: Math.round(laterByMs / 1_000) }),
  };
}

/**
 * Shows two compared tokens as scripts get it; members are added, never
 * changed.
 *
 * @param diff What differs.
 * @returns `{same, differences}`.
 */
export function viewDiff({ same, differences }: TokenDiff): unknown {
  return { same, differences: differences.map(viewDifference) };
}
