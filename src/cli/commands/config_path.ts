import type { Context } from "../context.ts";
import { profilesPath } from "../profile_store.ts";

/** Shows where the profiles are kept. */
export default function configPath(this: Context): void {
  this.io.stdout.write(profilesPath(this.io) + "\n");
}
