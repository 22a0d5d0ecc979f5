import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import type { Call } from "./call.ts";

/** The settings of which a place has the last word over the user's own profile. */
function changedBy(
  kind: "project" | "environment",
  { settings }: Call,
): readonly (readonly [key: string, name: string])[] {
  return Object.entries(settings)
    .filter(([, { origin, overridden }]) =>
      origin.kind === kind &&
      overridden.some((other) => other.kind === "profile")
    )
    .map(([key, { origin }]) => [key, origin.name]);
}

/** What a project says, and what of the user's own gives way to it. */
function projectText(call: Call, file: string): string {
  const { settings: { place }, profile } = call;
  const changed = changedBy("project", call).map(([key]) => key);
  return [
    `Project: ${file}`,
    ...(place?.origin.kind === "project" && "authority" in place.value
      ? [`it names the authority ${place.value.authority}`]
      : []),
    ...(changed.length === 0 ? [] : [
      `it says other ${changed.join(" and ")} than your profile "${profile}"`,
    ]),
  ].join("; ");
}

/**
 * Says what is easily overlooked: which profile was taken when none was named,
 * and what the environment or a project changed about it.
 *
 * @param call The call.
 * @param context Whom to tell.
 */
export function noteOverrides(
  call: Call,
  { messages }: Pick<Context, "messages">,
): void {
  const { profile, profileReason, projectFile, warnings = [] } = call;
  // The name of a folder may have any character, even a line's end.
  const note = (text: string) => messages.note(sanitizeText(text));
  warnings.forEach((warning) => messages.warn(sanitizeText(warning)));
  if (profileReason !== undefined) {
    note(`Profile: ${profile}, ${profileReason}`);
  }
  if (projectFile !== undefined) note(projectText(call, projectFile));
  for (const [, name] of changedBy("environment", call)) {
    note(
      `Note: ${name} takes the place of what the profile "${profile}" says`,
    );
  }
}
