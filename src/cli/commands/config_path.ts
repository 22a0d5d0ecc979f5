import { sanitizeText } from "../../engine/text.ts";
import type { Context } from "../context.ts";
import { profilesPath } from "../profiles/profile_store.ts";

/** Shows where the profiles are kept: to programs letter for letter. */
export default function configPath(this: Context): void {
  const { stdout } = this.io;
  const path = profilesPath(this.io);
  stdout.write((stdout.isTerminal ? sanitizeText(path) : path) + "\n");
}
