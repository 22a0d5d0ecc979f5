import {
  type Application,
  type ApplicationText,
  buildApplication,
  type RouteMap,
  type StricliIntegration,
  text_en,
  version,
} from "@stricli/core";
import { load } from "../adapters/load.ts";
import type { Context } from "./context.ts";
import { createStyle } from "./terminal/style.ts";
import { VERSION } from "./version.ts";

export { run } from "@stricli/core";

/** What went wrong; put into words only when it did. */
export type Failure = (argv: readonly string[]) => Promise<unknown>;

/** The library writes errors by itself; here they are handed over instead. */
function failureText(fail: (failure: Failure) => void): ApplicationText {
  const say = (failure: Failure) => {
    fail(failure);
    return "";
  };
  const same = (error: unknown) => say(() => Promise.resolve(error));
  return {
    ...text_en,
    noCommandRegisteredForInput: ({ input, corrections }) =>
      say(async () => {
        const { unknownCommand } = await load<
          typeof import("./help/usage_text.ts")
        >(
          "./help/usage_text.ts",
          import.meta.url,
        );
        return unknownCommand(input, corrections);
      }),
    exceptionWhileParsingArguments: (error) =>
      say(async (argv) => {
        const { toUsageError } = await load<
          typeof import("./help/usage_text.ts")
        >(
          "./help/usage_text.ts",
          import.meta.url,
        );
        return toUsageError(error, argv);
      }),
    exceptionWhileLoadingCommandFunction: same,
    exceptionWhileLoadingCommandContext: same,
    exceptionWhileRunningCommand: same,
    commandErrorResult: same,
    exceptionWhileRunningIntegrationFlag: ({ exception }) => same(exception),
    exceptionWhileRunningIntegrationHook: ({ exception }) => same(exception),
  };
}

const helpIntegration: StricliIntegration<Context> = {
  flag: {
    brief: "show this help",
    aliases: ["h"],
    global: true,
    defaultForRouteMap: true,
    async run(_application, { result, ansiColorByStream }) {
      const { renderHelp } = await load<typeof import("./help/help.ts")>(
        "./help/help.ts",
        import.meta.url,
      );
      this.process.stdout.write(renderHelp(result.target, {
        prefix: result.prefix,
        aliases: result.aliases.original,
        style: createStyle(ansiColorByStream.stdout),
        output: (this as Context).io.stdout,
      }));
    },
  },
};

/**
 * Builds the command line.
 *
 * @param root Its commands.
 * @param fail Hears what goes wrong.
 * @returns The application.
 */
export function createApplication(
  root: RouteMap<Context>,
  fail: (failure: Failure) => void,
): Application<Context> {
  return buildApplication<Context>(root, {
    name: "entrada",
    scanner: {
      caseStyle: "allow-kebab-for-camel",
      allowArgumentEscapeSequence: true,
    },
    localization: { text: failureText(fail) },
  }, {
    help: helpIntegration,
    version: version({
      brief: "show the version",
      info: { currentVersion: VERSION },
    }),
  });
}
