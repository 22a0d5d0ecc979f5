import { load } from "../../adapters/load.ts";
import { commandTree } from "../help/command_tree.ts";
import { bashScript } from "../completions/bash.ts";
import {
  type CompletedCommand,
  completedCommands,
} from "../completions/completion.ts";
import { fishScript } from "../completions/fish.ts";
import { powershellScript } from "../completions/powershell.ts";
import { zshScript } from "../completions/zsh.ts";
import type { Context } from "../context.ts";
import type { Shell } from "../flags/reference.ts";

const SCRIPTS: Readonly<
  Record<Shell, (commands: readonly CompletedCommand[]) => string>
> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** Writes the completion script of a shell. */
export default async function completions(
  this: Context,
  _flags: Record<never, never>,
  shell: Shell,
): Promise<void> {
  const { ROOT } = await load<typeof import("./routes.ts")>(
    "./routes.ts",
    import.meta.url,
  );
  const script = SCRIPTS[shell](completedCommands(commandTree(ROOT)));
  this.io.stdout.write(script);
  if (this.io.stdout.isTerminal) {
    this.messages.note("The first lines of the script say where to put it");
  }
}
