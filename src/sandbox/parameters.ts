import { refusal } from "./refusals.ts";

/** Names and values of a query or form, each name once. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * RFC 6749, 3.1 and 3.2: a parameter must not be sent more than once.
 *
 * @throws {EntraRefusal} 9002313
 */
export function readParameters(text: string): Parameters {
  if (/%(?![0-9a-f]{2})/i.test(text)) {
    throw refusal(9002313, {
      reason: "a percent sign does not start an escape",
    });
  }
  const parameters = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(text)) {
    if (value.includes("\uFFFD")) {
      throw refusal(9002313, { reason: `'${name}' is not valid UTF-8` });
    }
    if (parameters.has(name)) {
      throw refusal(9002313, { reason: `'${name}' is given more than once` });
    }
    parameters.set(name, value);
  }
  return parameters;
}

/** RFC 6749, 3.1: a parameter without a value counts as left out. */
export function optional(
  parameters: Parameters,
  name: string,
): string | undefined {
  return parameters.get(name) || undefined;
}

/** @throws {EntraRefusal} 900144 */
export function required(parameters: Parameters, name: string): string {
  const value = optional(parameters, name);
  if (value === undefined) throw refusal(900144, { parameter: name });
  return value;
}
