import { refusal } from "./refusals.ts";

/**
 * Reads the `claims` parameter (OpenID Connect Core, 5.5) and tells whether it declares the capability `cp1`.
 *
 * @throws {EntraRefusal} 90023
 */
export function declaresCae(claims: string | undefined): boolean {
  if (claims === undefined) return false;
  const request = member(parsed(claims), "access_token");
  const values = member(member(request, "xms_cc"), "values");
  return Array.isArray(values) &&
    values.some((value) => String(value).toLowerCase() === "cp1");
}

function parsed(claims: string): object {
  const invalid = refusal(90023, { reason: "'claims' is not a JSON object" });
  try {
    const value: unknown = JSON.parse(claims);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value;
    }
  } catch {
    throw invalid;
  }
  throw invalid;
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
